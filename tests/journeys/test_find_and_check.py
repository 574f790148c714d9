"""Finding a shipment by its plate, checking goods at the counter, reading the entry, changing the language."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from playwright.sync_api import FilePayload, expect

from tests.journeys.conftest import Visit
from tests.journeys.people import Person
from tests.stack import Portal

DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False}


def _declare(officer: Person, number: str, plate: str) -> None:
    message = {
        "declaration_number": number,
        "box_18_means_of_transport": {"identity": plate},
        "items": [{"box_31_description": "Рубашки хлопковые", "box_33_hs_code": "6105100000"}],
    }
    content = json.dumps(message).encode()
    file = FilePayload(name=f"{number}.json", mimeType="application/json", buffer=content)
    officer.page.goto("/submissions/new/")
    officer.page.set_input_files("[type=file]", file)
    officer.page.locator("main form button").click()
    expect(officer.page.locator("#taken")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "look", "level", "other", "heading"),
    [
        ("en", DESK | {"color_scheme": "dark"}, "strong indication", "ru", "Сверка товара"),
        ("ru", PHONE, "сильный признак", "en", "Counter check"),
    ],
)
def test_find_and_check(
    portal: Portal, visit: Visit, language: str, look: dict[str, object], level: str, other: str, heading: str
) -> None:
    officer, number, tail = Person(visit(**look), portal), f"FIND-{uuid4().hex[:6]}", uuid4().hex[:6]
    page = officer.page
    officer.sign_in("officer.dushanbe", language)
    _declare(officer, number, f"01 АВ {tail} СТ")

    # A plate in Cyrillic letters is found by the Latin ones that look the same, and the reverse.
    page.goto("/search/")
    page.fill("#asked", f"01ab{tail}ct")
    page.locator("form.search button").click()
    expect(page.locator("mark")).to_have_text(f"01 АВ {tail} СТ")
    page.locator("main table a").click()
    expect(page.locator("h1")).to_contain_text(number)

    page.goto("/check/")
    page.fill("[name=description]", "Тиодигликоль 99 %, бочки")
    page.fill("[name=hs_code]", "2930709809")
    page.locator("#check button.btn-primary").click()
    expect(page.locator("article .level").first).to_have_text(level)

    page.locator("section.candidate h4 a").first.click()
    expect(page.locator("main")).to_contain_text("111-48-8")
    expect(page.locator(".crumbs a").first).to_have_attribute("href", "/lists/")

    page.goto("/account/")
    page.locator(f"main button[name=language][value={other}]").click()
    expect(page.locator("html")).to_have_attribute("lang", other)
    page.goto("/check/")
    expect(page.locator("h1")).to_have_text(heading)


def test_the_pages_are_accessible(portal: Portal, visit: Visit) -> None:
    officer = Person(visit(viewport={"width": 360, "height": 740}), portal)
    officer.sign_in("officer.dushanbe", "tg")
    for address in (
        *("/search/?q=%", "/search/?q=d", "/search/?q=demo", "/lists/", "/lists/?q=111-48-8"),
        *("/lists/eu-dual-use/", "/lists/eu-dual-use/2B001.b/", "/account/", "/check/"),
    ):
        officer.page.goto(address)
        officer.finds_it_accessible()
    officer.page.fill("[name=description]", "5-axis machining centre, CNC")
    officer.page.locator("#check button.btn-primary").click()
    expect(officer.page.locator("#questions")).to_be_visible()
    officer.finds_it_accessible()
