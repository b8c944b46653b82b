"""Questions to an opened page, asked inside the browser."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from exports.board import BoardValues
from exports.page import board_html
from tests.exports.school import Line

WIDE, NARROW = {"width": 1366, "height": 900}, {"width": 360, "height": 740}

# every card that can be seen, as [person, day, time, first, second, place, form]; place and form where they are told
CARDS = """view => [...document.querySelectorAll(`#${view} .e`)].filter(card => card.getClientRects().length)
  .map(card => { const text = part => (card.querySelector(part)?.textContent ?? "").trim();
    return [card.closest("section").querySelector("h3").firstChild.textContent.trim(),
      card.closest(".day").querySelector("h4").textContent, text("time"), text("b"), text("span:not(.at)"),
      text(".at"), text("i"), text("em")]; })"""

# ratio of contrast of every visible text that is below what its size asks for (WCAG 2, level AA)
DIM_TEXTS = """() => {
  const channel = v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const colours = text => [...text.matchAll(/rgba?\\(([^)]+)\\)/g)].map(m => m[1].split(/[ ,/]+/).map(Number));
  const grounds = element => {
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at), stripes = colours(style.backgroundImage);
      if (stripes.length) return stripes;
      const [own] = colours(style.backgroundColor);
      if (own && (own.length < 4 || own[3] > 0.9)) return [own];
    }
    return [[255, 255, 255]];
  };
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement, style = getComputedStyle(parent);
    if (!node.textContent.trim() || !parent.getClientRects().length || ["SCRIPT", "OPTION"].includes(parent.tagName))
      continue;
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const ink = light(colours(style.color)[0]);
    for (const ground of grounds(parent)) {
      const paper = light(ground);
      const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
      if (ratio < (large ? 3 : 4.5)) found.add(`${parent.tagName} ${node.textContent.trim()}: ${ratio.toFixed(2)}`);
    }
  }
  return [...found];
}"""

# cards of one day and week whose boxes cross, and cards that hide a part of their text's height
CROWDED = """() => {
  const cards = [...document.querySelectorAll(".e")].filter(card => card.getClientRects().length), found = [];
  for (const card of cards) if (card.scrollHeight > card.clientHeight + 1) found.push(`cut: ${card.innerText}`);
  for (const day of new Set(cards.map(card => card.parentElement))) {
    const boxes = [...day.children].filter(card => card.getClientRects().length)
      .map(card => card.getBoundingClientRect()).sort((a, b) => a.top - b.top);
    boxes.slice(1).forEach((box, i) => box.top < boxes[i].bottom - 0.5 && found.push(`crossed: ${day.innerText}`));
  }
  return found;
}"""


def opened(
    browser: Browser, values: BoardValues, folder: Path, *, wide: bool = True, script: bool = True
) -> Page:
    """The page in a window of its own, from a file on disk; `told` collects complaints and requests."""
    path = folder / "board.html"
    path.write_text(board_html(values), encoding="utf-8")
    context = browser.new_context(
        viewport=WIDE if wide else NARROW,  # type: ignore[arg-type]
        java_script_enabled=script,
        color_scheme="light",
    )
    page = context.new_page()
    page.told = []  # type: ignore[attr-defined]
    page.on("console", lambda message: page.told.append(message.text))  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.told.append(str(error)))  # type: ignore[attr-defined]
    page.on("request", lambda request: page.told.append(request.url))  # type: ignore[attr-defined]
    page.goto(path.as_uri())
    return page


def choose(page: Page, name: str, value: str) -> None:
    """Press a radio button of the bar as a person does: on its words."""
    page.locator(f'label:has(input[name={name}][value="{value}"])').click()


def cards(page: Page, view: str) -> list[list[str]]:
    found: list[list[str]] = page.evaluate(CARDS, view)
    return found


def as_lines(found: list[list[str]], week: str) -> Counter[Line]:
    """Cards of pupils as `tests.exports.school.expected` writes lessons; classes left out."""
    lines = []
    for name, day, time, first, second, place, form, _weeks in found:
        start, end = time.split("–")
        if form:
            lines.append((name, week, day, start, end, first, second, place, form))
    return Counter(lines)


def asked(page: Page, question: str) -> Any:
    return page.evaluate(question)
