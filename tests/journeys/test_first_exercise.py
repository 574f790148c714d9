"""The trainee's first exercise: twenty declarations, the result, the debrief, a certificate that verifies."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.people import Person
from tests.stack import Portal
from training.exercise import exercise_named

TARGETS = {case.declaration["declaration_number"] for case in exercise_named("first").cases if case.target}
PHONE = {"viewport": {"width": 360, "height": 740}}
DESK = {"viewport": {"width": 1280, "height": 800}}


@pytest.mark.parametrize(
    ("username", "language", "look", "marked", "genuine"),
    [
        ("officer.dushanbe", "en", DESK, "nothing here reaches operations", "The certificate is genuine"),
        (
            "officer.khorog",
            "ru",
            PHONE | {"color_scheme": "dark"},
            "ничто отсюда не попадает в работу",
            "Свидетельство",
        ),
    ],
)
def test_first_exercise(
    portal: Portal, visit: Visit, username: str, language: str, look: dict[str, object], marked: str, genuine: str
) -> None:
    trainee = Person(visit(**look), portal)
    page = trainee.page
    trainee.sign_in(username, language)
    page.goto("/training/")
    trainee.finds_it_accessible()
    page.locator("#start-first").click()
    expect(page.locator(".note-training")).to_contain_text(marked)
    trainee.finds_it_accessible()
    page.locator("#next").click()
    trainee.finds_it_accessible()
    page.locator("#keep").click()
    expect(page.locator("#decision-problem")).to_be_visible()
    trainee.finds_it_accessible()

    for _ in range(20):
        decide(trainee)
    page.locator("#finish").click()

    # The figures are those of somebody who saw through everything.
    expect(page.locator("table.counts tbody tr").first).to_contain_text("6")
    trainee.finds_it_accessible()
    page.locator("#debrief-1").click()
    expect(page.locator("#lesson")).to_be_visible()
    trainee.finds_it_accessible()
    page.locator(".crumbs a").click()
    page.locator("a[href$='/certificate/']").click()
    trainee.finds_it_accessible()
    address = page.locator(".certificate-address").inner_text()

    stranger = Person(visit(locale=language, **look), portal)
    stranger.page.goto(address[address.index("/training/") :])
    expect(stranger.page.locator("h1")).to_contain_text(genuine)
    stranger.finds_it_accessible()


def decide(trainee: Person) -> None:
    """As the truth has it; the next open declaration comes by itself."""
    page, number = trainee.page, trainee.page.locator("h1").inner_text().split()[-1]
    page.check("#decision-inspect" if number in TARGETS else "#decision-release")
    page.check("#confidence-4")
    page.locator("#keep").click()
    expect(page.locator("h1")).not_to_contain_text(number)


def test_a_trainer_sees_the_group(portal: Portal, visit: Visit) -> None:
    trainer = Person(visit(**PHONE), portal)
    trainer.sign_in("trainer.tj", "ru")
    for step in ("/training/groups/", "tbody th a", "#assigned + ul a"):
        if step.startswith("/"):
            trainer.page.goto(step)
        else:
            trainer.page.locator(step).first.click()
        trainer.finds_it_accessible()
    expect(trainer.page.locator("svg .bar").first).to_be_visible()
    expect(trainer.page).to_have_url(re.compile("/exercises/first/$"))
