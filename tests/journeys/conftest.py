"""A real browser on the real portal. Skipped, with the reason, where no Chromium is found."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright

from tests.stack import Portal

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ON_MACOS: Final = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


def find_chromium() -> str | None:
    """The browser named by CHROMIUM, else the first one installed."""
    named = os.environ.get("CHROMIUM")
    on_macos = str(_ON_MACOS) if _ON_MACOS.exists() else None
    return next((path for path in (named, *map(shutil.which, NAMES), on_macos) if path), None)


@pytest.fixture(scope="session", autouse=True)
def chromium() -> str:
    """Asked for before anything is started, so that a skipped journey costs nothing."""
    path = find_chromium()
    if path is not None:
        return path
    reason = "no Chromium found: install the package chromium, or name the browser in CHROMIUM"
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    # Not for the whole session: while it is open, its event loop keeps Django's ORM from working.
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        yield opened
        opened.close()


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, portal: Portal) -> Iterator[Visit]:
    """Opens the portal as a new visitor: ``visit(locale="ru", viewport={"width": 360, "height": 740})``.

    At the end nothing on any page may have broken the content security policy or a script, and the portal may have
    broken nowhere; where it did, the end of its log says why.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(base_url=portal.base_url, **options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.extend(_policy_faults(message)))
        page.on("response", lambda answer: faults.extend(_breakdowns(answer, portal)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(visit: Visit) -> Page:
    """A visitor with English and an ordinary screen."""
    return visit(locale="en", viewport={"width": 1280, "height": 800})


def _breakdowns(answer: Response, portal: Portal) -> list[str]:
    return [f"{answer.status} {answer.url}", portal.log("web")[-4000:]] if answer.status >= 500 else []


def _policy_faults(message: ConsoleMessage) -> list[str]:
    return [message.text] if "Content Security Policy" in message.text else []
