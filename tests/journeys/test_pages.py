"""Every page: accessible in both looks, and light enough for a 2G line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.people import SCREENED_WITHIN, Person
from tests.stack import Portal

FIRST_VISIT, LATER = 100_000, 15_000
"""Most bytes over the line."""
MANY = 119


def _table(lines: int) -> bytes:
    """One declaration of many lines, every tenth of them listed."""
    texts = ["thiodiglycol in drums" if place % 10 == 0 else f"cotton shirts model {place}" for place in range(lines)]
    rows = [f"MANY-{lines},{text},{'2930709809' if 'thio' in text else '6105100000'}" for text in texts]
    return "\n".join(["declaration_number,description,hs_code", *rows]).encode()


def _weigh(page: Page) -> Callable[[], int]:
    """Counts what comes over the line, headers included; each call tells it and begins anew."""
    received: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))

    def told() -> int:
        page.wait_for_load_state("networkidle")
        total = sum(received)
        received.clear()
        return total

    return told


def _send(officer: Person, content: bytes, name: str) -> None:
    officer.page.goto("/submissions/new/")
    officer.page.set_input_files("[type=file]", {"name": name, "mimeType": "text/csv", "buffer": content})
    officer.page.locator("main form button").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_other_pages_are_accessible(portal: Portal, visit: Visit, scheme: str, width: int) -> None:
    officer = Person(visit(color_scheme=scheme, viewport={"width": width, "height": 800}), portal)
    officer.sign_in("officer.dushanbe", "ru")
    for address in ("/lists/cwc-schedules/2.B.13/", "/submissions/new/", "/no-such-page/", "/?show=decided"):
        officer.page.goto(address)
        officer.finds_it_accessible()
    officer.page.goto("/shipments/new/")
    officer.page.locator("#declaration button.btn-primary").click()
    expect(officer.page.locator(".problem").first).to_be_visible()
    officer.finds_it_accessible()
    _send(officer, b"declaration_number,description,gross_kg\nBAD-1,pump,ten\n", "bad.csv")
    expect(officer.page.locator("#refused")).to_be_visible()
    officer.finds_it_accessible()


def test_pages_are_light(portal: Portal, page: Page) -> None:
    weight = _weigh(page)
    page.goto("/sign-in/")
    assert weight() <= FIRST_VISIT
    officer = Person(page, portal)
    officer.sign_in("officer.dushanbe", "ru")
    _send(officer, _table(MANY), "many.csv")
    page.locator("#taken + ul a").click()
    expect(page.locator("article mark").first).to_be_visible(timeout=SCREENED_WITHIN)
    many = page.url
    weight()
    for address in ("/", "/shipments/new/", "/submissions/new/", "/lists/cwc-schedules/2.B.13/", many):
        page.goto(address)
        assert weight() <= LATER, address


def test_a_file_above_the_limit_is_refused_before_it_is_sent(portal: Portal, page: Page, tmp_path: Path) -> None:
    officer = Person(page, portal)
    officer.sign_in("officer.dushanbe", "en")
    page.goto("/submissions/new/")
    page.set_input_files("[type=file]", _large(tmp_path))
    page.locator("main form button").click()
    expect(page.locator("#file-problem")).to_contain_text("Divide it into smaller ones")


def test_without_javascript_the_portal_itself_refuses_it(portal: Portal, visit: Visit, tmp_path: Path) -> None:
    officer = Person(visit(java_script_enabled=False), portal)
    officer.sign_in("officer.dushanbe", "en")
    officer.page.goto("/submissions/new/")
    officer.page.set_input_files("[type=file]", _large(tmp_path))
    officer.page.locator("main form button").click()
    expect(officer.page.locator("h1")).to_have_text("The file is too large")


def _large(folder: Path) -> Path:
    """200 MB that take no room on the disk."""
    path = folder / "large.csv"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    return path
