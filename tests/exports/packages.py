"""What makes an office program offer to repair a DOCX or XLSX, judged by the rules of the formats themselves.

Parts and their types, relations both ways, well-formed XML without a DTD, ids that have something behind them, the
order of elements that the schema fixes, tables that add up. A second look beside python-docx and openpyxl, which
forgive most of it.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DTD = re.compile(rb"<!DOCTYPE|<!ENTITY")
CELL = re.compile(r"([A-Z]+)(\d+)")
ORDER = {  # of children, as the schema has them (ECMA-376, part 1, 17.3–17.6, 18.3)
    f"{W}pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    f"{W}rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof "
    "snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign "
    "rtl cs em lang eastAsianLayout specVanish oMath",
    f"{W}tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook",
    f"{W}tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign "
    "hideMark",
    f"{W}tbl": "tblPr tblGrid tr",
    f"{W}tr": "tblPrEx trPr tc",
    f"{S}worksheet": "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection "
    "protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr "
    "conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks "
    "colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing tableParts extLst",
}  # fmt: skip


def faults_in(package: bytes) -> list[str]:
    """Everything that is wrong with a DOCX or XLSX; nothing: no program has a reason to repair it."""
    with zipfile.ZipFile(io.BytesIO(package)) as parcel:
        names = parcel.namelist()
        parts = {name: parcel.read(name) for name in names}
    found = [f"{name} is there twice" for name, number in Counter(names).items() if number > 1]
    trees = {}
    for name, content in parts.items():
        if not name.endswith((".xml", ".rels")):
            continue
        try:
            trees[name] = ElementTree.fromstring(content)
        except ElementTree.ParseError as fault:
            found.append(f"{name}: {fault}")
        if DTD.search(content):
            found.append(f"{name}: has a DTD")
    found += _types(parts, trees)
    found += _relations(parts, trees)
    if found:
        return found  # what lies deeper cannot be told of a package with holes
    for name, tree in trees.items():
        found += _order(name, tree)
    found += _document(trees) if "word/document.xml" in trees else _workbook(trees)
    return found


def _types(parts: dict[str, bytes], trees: dict[str, ElementTree.Element]) -> Iterator[str]:
    told = trees.get("[Content_Types].xml")
    if told is None:
        yield "no [Content_Types].xml"
        return
    defaults = {entry.get("Extension", "").lower() for entry in told.iter(f"{TYPES}Default")}
    overrides = [entry.get("PartName", "").lstrip("/") for entry in told.iter(f"{TYPES}Override")]
    for name in parts:
        if name != "[Content_Types].xml" and name not in overrides:
            suffix = name.rpartition(".")[2].lower()
            if suffix not in defaults:
                yield f"{name}: no content type"
    for name in overrides:
        if name not in parts:
            yield f"content type of {name}, which is not there"


def _relations(parts: dict[str, bytes], trees: dict[str, ElementTree.Element]) -> Iterator[str]:
    for name in (name for name in trees if name.endswith(".rels")):
        folder, _, file = name.rpartition("_rels/")
        source = folder + file.removesuffix(".rels")
        if source and source not in parts:
            yield f"{name}: {source} is not there"
        ids = [entry.get("Id", "") for entry in trees[name].iter(RELATION)]
        if len(set(ids)) < len(ids):
            yield f"{name}: an id twice"
        for entry in trees[name].iter(RELATION):
            target = entry.get("Target", "")
            if entry.get("TargetMode") == "External":
                yield f"{name}: leads outside, {target}"
                continue
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(folder + target)
            if path not in parts:
                yield f"{name}: {path} is not there"
        if source in trees:
            used = {
                value for element in trees[source].iter() for key, value in element.attrib.items()
                if key in (f"{R}id", f"{R}embed", f"{R}link")
            }  # fmt: skip
            for missing in sorted(used - set(ids)):
                yield f"{source}: relation {missing} is not there"


def _order(name: str, tree: ElementTree.Element) -> Iterator[str]:
    for element in tree.iter():
        order = ORDER.get(element.tag)
        if order is None:
            continue
        space = element.tag.partition("}")[0] + "}"
        places = {f"{space}{word}": place for place, word in enumerate(order.split())}
        told = [places[child.tag] for child in element if child.tag in places]
        if told != sorted(told):
            yield f"{name}: children of {element.tag} out of order"
        for child in element:
            if child.tag.startswith(space) and child.tag not in places:
                yield f"{name}: {child.tag} in {element.tag}"


def _document(trees: dict[str, ElementTree.Element]) -> Iterator[str]:
    known = {style.get(f"{W}styleId") for style in trees["word/styles.xml"].iter(f"{W}style")}
    for name, tree in trees.items():
        if not name.startswith("word/"):
            continue
        for tag in ("pStyle", "rStyle", "tblStyle"):
            for element in tree.iter(f"{W}{tag}"):
                if element.get(f"{W}val") not in known:
                    yield f"{name}: style {element.get(f'{W}val')} is not there"
        for table in tree.iter(f"{W}tbl"):
            yield from _table(name, table)
    pictures = [
        element.get("id") for element in trees["word/document.xml"].iter() if element.tag.endswith("}docPr")
    ]
    if len(set(pictures)) < len(pictures):
        yield "two pictures have one id"
    body = trees["word/document.xml"].find(f"{W}body")
    if body is None or body[-1].tag != f"{W}sectPr":
        yield "the body does not end with its section"


def _table(name: str, table: ElementTree.Element) -> Iterator[str]:
    grid = table.find(f"{W}tblGrid")
    columns = len(grid) if grid is not None else 0
    if not columns:
        yield f"{name}: a table without columns"
    rows = table.findall(f"{W}tr")
    if not rows:
        yield f"{name}: a table without rows"
    for row in rows:
        cells = row.findall(f"{W}tc")
        spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in cells]
        width = sum(1 if span is None else int(span.get(f"{W}val", "1")) for span in spans)
        if width != columns:
            yield f"{name}: a row of {width} cells in a table of {columns} columns"
        if any(not len(cell) or cell[-1].tag != f"{W}p" for cell in cells):
            yield f"{name}: a cell does not end with a paragraph"


def _workbook(trees: dict[str, ElementTree.Element]) -> Iterator[str]:
    names = [sheet.get("name", "") for sheet in trees["xl/workbook.xml"].iter(f"{S}sheet")]
    if len({name.casefold() for name in names}) < len(names):
        yield "two sheets have one name"
    for name in names:
        if not 0 < len(name) <= 31 or set(name) & set("[]:*?/\\") or name.strip("'") != name:
            yield f"a sheet may not be called {name!r}"
    texts = len(trees["xl/sharedStrings.xml"]) if "xl/sharedStrings.xml" in trees else 0
    formats = trees["xl/styles.xml"].find(f"{S}cellXfs")
    looks = len(formats) if formats is not None else 0
    for name, tree in trees.items():
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
            yield from _sheet(name, tree, texts, looks)


def _sheet(name: str, tree: ElementTree.Element, texts: int, looks: int) -> Iterator[str]:
    before = (0, 0)
    for cell in tree.iter(f"{S}c"):
        found = CELL.fullmatch(cell.get("r", ""))
        at = (int(found[2]), _column(found[1])) if found else (0, 0)
        if at <= before:
            yield f"{name}: cell {cell.get('r')} out of order"
        before = at
        if int(cell.get("s", "0")) >= max(looks, 1):
            yield f"{name}: cell {cell.get('r')} has a look that is not there"
        value = cell.find(f"{S}v")
        if cell.get("t") == "s" and (value is None or not 0 <= int(value.text or "-1") < texts):
            yield f"{name}: cell {cell.get('r')} has a text that is not there"
        if cell.find(f"{S}f") is not None:
            yield f"{name}: cell {cell.get('r')} is a formula"
    taken: set[tuple[int, int]] = set()
    for merged in tree.iter(f"{S}mergeCell"):
        cells = set(_cells(merged.get("ref", "")))
        if taken & cells or len(cells) < 2:
            yield f"{name}: merged cells {merged.get('ref')} overlap or are one"
        taken |= cells


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _cells(ref: str) -> Iterator[tuple[int, int]]:
    ends = [CELL.fullmatch(end) for end in ref.split(":")]
    if len(ends) != 2 or None in ends:
        return
    (one, other) = ((int(end[2]), _column(end[1])) for end in ends if end is not None)
    for row in range(one[0], other[0] + 1):
        for column in range(one[1], other[1] + 1):
            yield row, column
