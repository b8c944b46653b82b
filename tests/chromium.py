"""The Chromium that tests of pages use: the system's, else the one playwright has brought. Prints its path."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = "Chromium is missing: install the package chromium, or run .venv/bin/playwright install chromium"


def find_chromium() -> str | None:
    """Path of the program, or None."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return str(own) if own.is_file() else None


if __name__ == "__main__":
    path = find_chromium()
    print(path or MISSING)
    sys.exit(0 if path else 1)
