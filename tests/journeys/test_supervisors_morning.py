"""A supervisor's morning: what waits, a deputy for the absence who confirms, figures, the map."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.people import SCREENED_WITHIN, Person
from tests.stack import Portal

SOLVENT = ("Тиодигликоль 99 %, бочки по 220 кг", "2930709809")
DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}


@pytest.mark.parametrize(
    ("language", "look", "figures"),
    [("en", DESK, ["hit rate", "Dushanbe-2"]), ("ru", PHONE, ["доля находок", "Dushanbe-2"])],
)
def test_supervisors_morning(
    portal: Portal, visit: Visit, language: str, look: dict[str, object], figures: list[str]
) -> None:
    number = f"JOURNEY-{uuid4().hex[:8]}"
    officer, supervisor, deputy = (Person(visit(**look), portal) for _ in range(3))
    officer.sign_in("officer.dushanbe", language)
    address = officer.declare(number, SOLVENT)
    expect(officer.page.locator("article mark").first).to_be_visible(timeout=SCREENED_WITHIN)
    officer.page.goto(address)
    officer.decide("release", "licence seen, invented")

    supervisor.sign_in("supervisor.dushanbe", language)
    supervisor.page.goto("/oversight/")
    supervisor.finds_it_accessible()
    expect(supervisor.page.locator("#confirm ~ .scroll")).to_contain_text(number)

    # Before leave: a deputy, who then sees the proposal and confirms it in the supervisor's stead.
    supervisor.page.goto("/delegations/")
    _name_deputy(supervisor.page, "Shahlo Primerova")
    expect(supervisor.page.locator(".note-success")).to_contain_text("Shahlo Primerova")
    supervisor.finds_it_accessible()

    deputy.sign_in("deputy.dushanbe", language)
    deputy.page.goto("/oversight/")
    deputy.page.locator("#confirm ~ .scroll a", has_text=number).click()
    deputy.confirm()
    deputy.page.goto("/oversight/")
    expect(deputy.page.locator("main")).not_to_contain_text(number)

    supervisor.page.reload()
    supervisor.page.locator("form[action$='/end/'] button").first.click()
    deputy.page.goto("/oversight/")
    expect(deputy.page.locator("#confirm")).to_have_count(0)

    for page in ("/statistics/", "/map/"):
        supervisor.page.goto(page)
        supervisor.finds_it_accessible()
        expect(supervisor.page.locator("main")).to_contain_text(figures[page == "/map/"], ignore_case=True)
    supervisor.page.goto("/statistics/")
    with supervisor.page.expect_download() as download:
        supervisor.page.locator("a[href*='checkpoints.csv']").click()
    assert download.value.suggested_filename.startswith("checkpoints-")


def _name_deputy(page: Page, name: str) -> None:
    person = page.locator("#id_deputy option", has_text=name).first
    page.select_option("#id_checkpoint", label="Dushanbe-2")
    page.select_option("#id_deputy", value=person.get_attribute("value"))
    page.fill("#id_ends_at", f"{timezone.localtime() + timedelta(days=2):%Y-%m-%dT%H:%M}")
    page.fill("#id_reason", "leave, invented")
    page.locator("main form button.btn-primary").click()
