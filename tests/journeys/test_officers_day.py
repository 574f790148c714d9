"""An officer's day on a shipment: take it, answer, note, attach, hand it over; the colleague decides."""

from __future__ import annotations

import base64
import re
from typing import Final
from uuid import uuid4

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.people import SCREENED_WITHIN, Person
from tests.stack import Portal

MACHINE: Final = ("5-axis machining centre, CNC, milling", "8457101000")
DESK: Final = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"}
PHONE: Final = {"viewport": {"width": 360, "height": 740}}
SEAL: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A picture of one pixel."""


@pytest.mark.parametrize(
    ("language", "look", "said"),
    [
        ("en", DESK, ["Handed over to", "Seal is whole", "Result of the check"]),
        ("ru", PHONE, ["Передана:", "Seal is whole", "Результат проверки"]),
    ],
)
def test_officers_day(portal: Portal, visit: Visit, language: str, look: dict[str, object], said: list[str]) -> None:
    officer, colleague = (Person(visit(**look), portal) for _ in range(2))
    officer.sign_in("officer.dushanbe", language)
    address = officer.declare(f"JOURNEY-{uuid4().hex[:8]}", MACHINE)
    expect(officer.page.locator("article mark").first).to_be_visible(timeout=SCREENED_WITHIN)
    officer.page.goto(address)

    officer.page.locator("button[value=take]").click()
    expect(officer.page.locator("button[value=give_back]")).to_be_visible()
    officer.finds_it_accessible()

    # Who comes second sees it and cannot decide.
    colleague.sign_in("officer2.dushanbe", language)
    colleague.page.goto(address)
    expect(colleague.page.locator("#holding")).to_contain_text("Farrukh Demoev")
    expect(colleague.page.locator("#decision-note")).to_have_count(0)
    colleague.finds_it_accessible()

    officer.answer_first_question("0.5 µm")
    officer.reload_until("#timeline li:has(.proof) ~ li:has(.proof)")
    _note(officer.page, "Seal is whole")
    _attach(officer.page, "seal.png", SEAL)
    _hand_over(officer.page, "Licence is asked for")

    colleague.page.goto(address)
    expect(colleague.page.locator("#holding")).to_contain_text("Licence is asked for")
    colleague.decide("inspect", "open the crate")
    expect(colleague.page.locator(".review.took-effect")).to_have_count(1)
    _record(colleague.page, "nothing")
    for text in said:
        expect(colleague.page.locator("#timeline")).to_contain_text(text)
    colleague.finds_it_accessible()

    colleague.page.goto("/my-decisions/")
    expect(colleague.page.locator(f"a[href$='{address.removeprefix(portal.base_url)}']")).to_be_visible()
    colleague.finds_it_accessible()


def _note(page: Page, text: str) -> None:
    page.locator("#add-note summary").click()
    page.fill("#note", text)
    page.locator(".add-note button").click()
    expect(page.locator("#timeline .said").first).to_have_text(text)


def _attach(page: Page, name: str, content: bytes) -> None:
    file: FilePayload = {"name": name, "mimeType": "image/png", "buffer": content}
    page.locator("#attachments summary").click()
    page.set_input_files("#attachment", file)
    page.locator("#attachments form button").click()
    expect(page.locator(".attached a")).to_have_text(name)
    page.locator(".attached img").scroll_into_view_if_needed()
    expect(page.locator(".attached img")).to_have_js_property("complete", True)
    with page.expect_download() as download:
        page.locator(".attached a").click()
    assert download.value.path().read_bytes() == content


def _hand_over(page: Page, note: str) -> None:
    page.locator("#holding summary").click()
    page.locator("#hand-over-to").select_option(label=_label(page, "Xayolova"))
    page.fill("#hand-over-note", note)
    page.locator("button[value=hand_over]").click()
    expect(page.locator("button[value=give_back]")).to_have_count(0)


def _label(page: Page, name: str) -> str:
    return page.locator("#hand-over-to option").filter(has_text=re.compile(name)).inner_text()


def _record(page: Page, found: str) -> None:
    page.locator("#result summary").click()
    page.check(f"#found-{found}")
    page.locator("#result form button").click()
    expect(page.locator("#result strong")).to_be_visible()


def test_an_amended_declaration_is_compared(portal: Portal, visit: Visit) -> None:
    officer = Person(visit(**PHONE), portal)
    officer.sign_in("officer.dushanbe", "ru")
    number = f"JOURNEY-{uuid4().hex[:8]}"
    officer.declare(number, MACHINE)
    expect(officer.page.locator("article mark").first).to_be_visible(timeout=SCREENED_WITHIN)
    officer.declare(number, ("4-axis machining centre, CNC, milling", "8459610000"))
    officer.page.locator("a[href*='/versions/']").first.click()
    expect(officer.page.locator("del", has_text="5").first).to_be_visible()
    expect(officer.page.locator(".note-warning li")).to_have_count(1)
    officer.finds_it_accessible()
