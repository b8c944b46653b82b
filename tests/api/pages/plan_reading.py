"""A page of a plan read back by eye: the visible text of its table or list, as the value the canonical text is of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

# every field by its visible text; a field that is not shown is empty
_READ = """() => {
  const said = (from, name) => {
    const found = from.querySelector(`[data-f="${name}"]`);
    return found ? found.textContent.trim() : '';
  };
  const several = (from, names) => Object.fromEntries(names.map((name) => [name, said(from, name)]));
  const fields = ['area', 'subject', 'hours', 'manner', 'lessons', 'year', 'days', 'teachers'];
  const row = (line) => ({key: line.dataset.row, ...several(line, fields)});
  const block = (part) => ({
    title: said(part, 'title'),
    rows: [...part.querySelectorAll('[data-row]')].map(row),
    ...several(part.querySelector('[data-sum]'), ['hours', 'year']),
  });
  return {
    blocks: [...document.querySelectorAll('[data-block]')].map(block),
    kinds: [...document.querySelectorAll('[data-kind]')].map((kind) => several(kind, ['title', 'hours'])),
    sentence: said(document, 'sentence'),
  };
}"""


def read_page(page: Page) -> dict[str, Any]:
    """blocks, kinds and sentence as a reader of the page sees them."""
    told: dict[str, Any] = page.evaluate(_READ)
    return told
