"""From a declaration to a confirmed release: officer, worker, officer, supervisor; and nobody else sees it."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.people import SCREENED_WITHIN, Person
from tests.stack import Portal

SOLVENT = ("Тиодигликоль 99 %, бочки по 220 кг", "2930709809")
MACHINE = ("5-axis machining centre, CNC, milling", "8457101000")
DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 740}}


def _number() -> str:
    return f"JOURNEY-{uuid4().hex[:8]}"


@pytest.mark.parametrize(
    ("language", "look", "flag"),
    [
        ("en", DESK | {"color_scheme": "light"}, "strong indication"),
        ("ru", PHONE | {"color_scheme": "dark"}, "сильный признак"),
    ],
)
def test_first_light(portal: Portal, visit: Visit, language: str, look: dict[str, object], flag: str) -> None:
    number = _number()
    officer = Person(visit(**look), portal)
    officer.page.goto("/sign-in/")
    officer.finds_it_accessible()
    officer.sign_in("officer.dushanbe", language)
    dashboard = Person(officer.page.context.new_page(), portal)
    dashboard.page.goto("/")
    dashboard.page.evaluate("window.neverReloaded = true")
    dashboard.finds_it_accessible()
    officer.page.goto("/shipments/new/")
    officer.finds_it_accessible()

    address = officer.declare(number, SOLVENT, MACHINE)

    # The flag shows by itself, and so does the result on the shipment's own page.
    row = dashboard.page.locator("tr", has_text=number)
    expect(row).to_contain_text(flag, timeout=SCREENED_WITHIN)
    assert dashboard.page.evaluate("window.neverReloaded")
    expect(officer.page.locator("article mark").first).to_be_visible(timeout=SCREENED_WITHIN)
    officer.finds_it_accessible()
    officer.page.locator("section.candidate details summary").first.click()
    officer.finds_it_accessible()

    # An answer is kept, and a new run follows.
    officer.answer_first_question("0.5 µm")
    # The run may be quicker than the page that says it is under way.
    told_or_shown = officer.page.locator("#state a, #timeline li:has(.proof) ~ li:has(.proof)")
    expect(told_or_shown.first).to_be_visible(timeout=SCREENED_WITHIN)
    officer.page.goto(address)
    expect(officer.page.locator("#timeline .proof")).to_have_count(2)

    officer.decide("release", "licence seen, invented")
    expect(officer.page.locator(".review.took-effect")).to_have_count(0)
    officer.finds_it_accessible()

    supervisor = Person(visit(**look), portal)
    supervisor.sign_in("supervisor.dushanbe", language)
    supervisor.page.locator(".panel-accent a", has_text=number).click()
    supervisor.finds_it_accessible()
    supervisor.confirm()
    _is_invisible_elsewhere(portal, visit, address, number)


def _is_invisible_elsewhere(portal: Portal, visit: Visit, address: str, number: str) -> None:
    for username, language in (("officer.khorog", "tg"), ("officer.ayritom", "uz")):
        stranger = Person(visit(**DESK), portal)
        stranger.sign_in(username, language)
        for show in ("waiting", "open", "clear", "decided"):
            stranger.page.goto(f"/?show={show}")
            assert number not in stranger.page.content()
        answer = stranger.page.goto(address)
        assert answer is not None and answer.status == 404
        stranger.finds_it_accessible()


def test_the_main_path_works_without_javascript(portal: Portal, visit: Visit) -> None:
    number = _number()
    officer = Person(visit(java_script_enabled=False, **PHONE), portal)
    officer.sign_in("officer.dushanbe", "en")
    officer.page.goto("/shipments/new/")
    officer.page.locator("button[name=more]").click()
    expect(officer.page.locator("fieldset.line-form")).to_have_count(8)
    officer.declare(number, SOLVENT, MACHINE)
    officer.reload_until("article mark")
    officer.answer_first_question("0.5 µm")
    officer.page.goto(officer.page.url)
    officer.decide("release", "licence seen, invented")
    supervisor = Person(visit(java_script_enabled=False, **PHONE), portal)
    supervisor.sign_in("supervisor.dushanbe", "en")
    supervisor.page.locator(".panel-accent a", has_text=number).click()
    supervisor.confirm()


def test_more_lines_come_without_a_new_page(portal: Portal, page: Page) -> None:
    officer = Person(page, portal)
    officer.sign_in("officer.dushanbe", "en")
    page.goto("/shipments/new/")
    page.fill("[name=lines-0-description]", "typed before")
    page.evaluate("window.neverReloaded = true")
    page.locator("button[name=more]").click()
    expect(page.locator("fieldset.line-form")).to_have_count(8)
    expect(page.locator("[name=lines-0-description]")).to_have_value("typed before")
    assert page.evaluate("window.neverReloaded")


def test_the_keyboard_alone_reaches_the_first_shipment(portal: Portal, page: Page) -> None:
    officer = Person(page, portal)
    officer.sign_in("officer.dushanbe", "en")
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(14):  # the lists' freshness, four figures and six tabs stand before the first row
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id.startsWith('row-')"):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/shipments/[0-9a-f-]{36}/"))
