"""The README's picture of the week's board: `python -m tests.picture`, after the demo has been run."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from api.demo.__main__ import FOLDER
from tests.chromium import FLAGS, MISSING, find_chromium

PAGE = FOLDER / "sheets" / "board.html"
PICTURE = Path("api/demo/board.png")
SIZE = {"width": 1280, "height": 1180}


def main() -> int:
    chromium = find_chromium()
    if chromium is None:
        print(MISSING, file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        page.goto(PAGE.absolute().as_uri())
        page.get_by_label("Кого").select_option(index=4)
        page.screenshot(path=PICTURE)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
