"""Is this DOCX a template of that form? Every fault at once, in words for who wrote it in Word.

Only values may be shown, loops and conditions over them made; no calls, no filters, no arithmetic, no attributes but
the form's own fields. So there is nothing left for a sandbox to stop. What the PDF could not show is refused, too:
a paper must not lose text on its way to the printer.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment, TemplateSyntaxError, nodes

from exports.document.fields import Each, Node

LOOP: Node = {"index": None, "first": None, "last": None, "length": None}
SHOWN = {  # element of a document → why it cannot be in a template
    "txbxContent": "Надписи и фигуры в PDF не попадут. Напишите этот текст обычным абзацем.",
    "AlternateContent": "Надписи и фигуры в PDF не попадут. Напишите этот текст обычным абзацем.",
    "numPr": "Автоматическая нумерация в PDF не попадёт. Напишите номера и тире текстом.",
    "altChunk": "В документ вставлен другой файл. Скопируйте из него текст.",
    "object": "В документ вставлен объект. Замените его текстом или таблицей.",
    "ins": "В документе остались исправления. Примите их (Рецензирование → Принять все) и сохраните.",
    "del": "В документе остались исправления. Примите их (Рецензирование → Принять все) и сохраните.",
    "footnoteReference": "Сноски в PDF не попадут. Перенесите их текст в документ.",
}
FIELD_CODES = re.compile(
    r"\b(INCLUDE\w*|DDE\w*|LINK|IMPORT|DATABASE|FILLIN|MACROBUTTON|AUTOTEXT)\b", re.IGNORECASE
)
TAGS = re.compile(r"\{\{|\{%|\{#")
RAW = re.compile(r"\{\{-?\s*r\s|\{%-?\s*(r|colspan|cellbg|vm|hm)\b")
MARKUP = re.compile(r"<[^>]*>")
WORKING = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
Scope = Mapping[str, Node]


def faults_of(template: bytes, fields: Scope) -> list[str]:
    """Everything wrong with a template, in the order of the document; nothing: it may be used."""
    try:
        paper = DocxTemplate(io.BytesIO(template))
        paper.init_docx()
        told = list(_parts(paper))
    except (KeyError, ValueError, zipfile.BadZipFile, OSError):
        return ["Это не документ Word. Сохраните его как DOCX и загрузите снова."]
    found = [*_elsewhere(template), *(fault for _, xml in told for fault in _shape(xml))]
    for _, xml in told:
        found += _tags(paper.patch_xml(xml), fields)
    return list(dict.fromkeys(found))


def _parts(paper: Any) -> Iterator[tuple[str, str]]:
    yield "document", paper.get_xml()
    for uri in (paper.HEADER_URI, paper.FOOTER_URI):
        for key, part in paper.get_headers_footers(uri):
            yield key, paper.get_part_xml(part)


def _elsewhere(template: bytes) -> Iterator[str]:
    """Tags where nobody fills them in: properties, footnotes, styles."""
    with zipfile.ZipFile(io.BytesIO(template)) as parcel:
        for name in parcel.namelist():
            if WORKING.fullmatch(name) or not name.endswith((".xml", ".rels")):
                continue
            if TAGS.search(MARKUP.sub("", parcel.read(name).decode("utf-8", "replace"))):
                yield "Поля {{ … }} можно ставить только в тексте, верхнем и нижнем колонтитулах."


def _shape(xml: str) -> Iterator[str]:
    for name, sentence in SHOWN.items():
        if re.search(rf"<\w+:{name}[ />]", xml):
            yield sentence
    if RAW.search(MARKUP.sub("", xml)):
        yield "Метки {{r …}}, colspan, cellbg, vm и hm не поддерживаются. Уберите их."
    codes = " ".join(re.findall(r"<w:instrText[^>]*>([^<]*)<", xml) + re.findall(r'w:instr="([^"]*)"', xml))
    if FIELD_CODES.search(codes):
        yield "В документе есть поле, которое берёт содержимое из другого места. Удалите его."


def _tags(xml: str, fields: Scope) -> Iterator[str]:
    try:
        tree = Environment(autoescape=True).parse(xml)
    except TemplateSyntaxError as fault:
        told = _said(fault)
        yield f"Метка записана с ошибкой: {told}. Проверьте скобки и слова for, if, endfor, endif."
        return
    yield from _body(tree.body, dict(fields))


def _said(fault: TemplateSyntaxError) -> str:
    lines = (fault.source or "").splitlines()
    line = lines[fault.lineno - 1] if 0 < fault.lineno <= len(lines) else ""
    found = re.findall(r"\{[{%].*?[%}]\}", line)
    return f"«{found[0][:80]}»" if found else "не закрыта скобка или условие"


def _body(body: list[Any], scope: dict[str, Node]) -> Iterator[str]:
    for node in body:
        if isinstance(node, nodes.Output):
            for part in node.nodes:
                if not isinstance(part, nodes.TemplateData):
                    yield from _shown(part, scope)
        elif isinstance(node, nodes.If):
            yield from _told(node.test, scope)[1]
            yield from _body([*node.body, *node.elif_, *node.else_], scope)
        elif isinstance(node, nodes.For):
            yield from _loop(node, scope)
        else:
            yield f"Метка «{type(node).__name__.lower()}» не поддерживается: можно показывать поля, if и for."


def _loop(node: nodes.For, scope: dict[str, Node]) -> Iterator[str]:
    kind, faults = _told(node.iter, scope)
    yield from faults
    if faults:
        return
    if not isinstance(kind, Each):
        yield f"«{_path(node.iter)}» — не список, for по нему не пройдёт."
        return
    if not isinstance(node.target, nodes.Name) or node.test is not None or node.recursive:
        yield "В метке for поддерживается только запись «for имя in список»."
        return
    yield from _body(node.body, {**scope, node.target.name: kind.of, "loop": LOOP})
    yield from _body(node.else_, scope)


def _shown(node: Any, scope: dict[str, Node]) -> Iterator[str]:
    kind, faults = _told(node, scope)
    yield from faults
    if not faults and kind is not None:
        yield f"«{_path(node)}» — не одно значение: укажите, что из него показать."


def _told(node: Any, scope: dict[str, Node]) -> tuple[Node, list[str]]:
    """What an expression is, and what is wrong with it."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str | int | bool):
        return None, []
    if isinstance(node, nodes.Name):
        return (scope[node.name], []) if node.name in scope else (None, [_unknown(node, scope)])
    if isinstance(node, nodes.Getattr):
        under, faults = _told(node.node, scope)
        if faults:
            return None, faults
        if not isinstance(under, dict) or node.attr not in under:
            return None, [_unknown(node, under if isinstance(under, dict) else {})]
        return under[node.attr], []
    if isinstance(node, nodes.Not):
        return None, _told(node.node, scope)[1]
    if isinstance(node, nodes.And | nodes.Or):
        return None, _told(node.left, scope)[1] + _told(node.right, scope)[1]
    if isinstance(node, nodes.Compare):
        parts = [node.expr, *(each.expr for each in node.ops)]
        return None, [fault for part in parts for fault in _told(part, scope)[1]]
    return None, ["Вычисления, вызовы и фильтры в метках не поддерживаются: можно только показывать поля."]


def _unknown(node: Any, allowed: Mapping[str, Node]) -> str:
    known = ", ".join(sorted(allowed)) if allowed else "ничего: это простое значение"
    return f"Поля «{_path(node)}» у этой формы нет. Можно: {known}."


def _path(node: Any) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    return str(node.name)[:60] if isinstance(node, nodes.Name) else "…"
