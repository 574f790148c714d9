"""Pictures of every page of the table, to be looked at: ``python -m tests.journeys.screenshots FOLDER``.

The portal must run with its demo: on http://127.0.0.1:8000 with its data in var/, or as PORT and DATA_DIR say.
Each page is drawn at 360 and 1280 px, with --dark in dark, and as it prints where pdftoppm (poppler-utils) is found.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.journeys.conftest import find_chromium
from tests.journeys.pages import PAGES, Shown
from tests.journeys.people import Person
from tests.stack import ROOT, Portal

WIDTHS: Final = (360, 1280)
HEIGHT: Final = 800


def main() -> int:
    asked = _asked()
    portal = Portal(Path(os.environ.get("DATA_DIR", ROOT / "var")), {}, int(os.environ.get("PORT", "8000")))
    asked.folder.mkdir(parents=True, exist_ok=True)
    missed = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        for who, pages in groupby(sorted(PAGES, key=lambda each: each.who), key=lambda each: each.who):
            missed += list(_draw(browser, portal, who, [each for each in pages if _wanted(each, asked.only)], asked))
        browser.close()
    for page in missed:
        print(f"could not be drawn: {page}", file=sys.stderr)
    return 1 if missed else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.journeys.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", default="en", choices=["en", "ru", "tg", "uz"])
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--only", nargs="*", default=[], metavar="ROUTE")
    return parser.parse_args()


def _wanted(shown: Shown, only: list[str]) -> bool:
    return not only or shown.route in only


def _draw(browser: Browser, portal: Portal, who: str, pages: list[Shown], asked: argparse.Namespace) -> Iterator[str]:
    """Draws the pages of one person; gives those that could not be reached."""
    if not pages:
        return
    context = browser.new_context(base_url=portal.base_url, color_scheme="dark" if asked.dark else "light")
    context.set_default_timeout(15_000)
    page = context.new_page()
    if who:
        Person(page, portal).sign_in(who, asked.language)
    for shown in pages:
        try:
            page.set_viewport_size({"width": WIDTHS[-1], "height": HEIGHT})
            page.goto(shown.way(page))
            if shown.act:
                shown.act(page)
            _picture(page, shown, asked)
        except Error as fault:
            yield f"{shown.name}: {fault.message.splitlines()[0]}"
    context.close()


def _picture(page: Page, shown: Shown, asked: argparse.Namespace) -> None:
    stem = asked.folder / f"{shown.name}-{asked.language}{'-dark' if asked.dark else ''}"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.screenshot(path=f"{stem}-{width}.png", full_page=True)
    if asked.dark:
        return
    page.pdf(path=f"{stem}-print.pdf", prefer_css_page_size=True)
    if drawer := shutil.which("pdftoppm"):
        subprocess.run([drawer, "-png", "-r", "60", f"{stem}-print.pdf", f"{stem}-print"], check=True)
        Path(f"{stem}-print.pdf").unlink()


if __name__ == "__main__":
    sys.exit(main())
