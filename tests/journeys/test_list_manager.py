"""A list manager reads what is in force, a list, an entry, and the draft that waits for two persons."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.cast import SMALL_LISTS
from tests.journeys.conftest import Visit
from tests.journeys.people import Person
from tests.stack import Portal

DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}


def _draft(portal: Portal, folder: Path) -> str:
    """Brings in a later edition of a list in force; returns its name."""
    name = f"journey-{uuid4().hex[:6]}"
    small = (SMALL_LISTS / "small.yaml").read_text("utf-8")
    (folder / "small.yaml").write_text(small.replace("edition: small", f"edition: {name}"), "utf-8")
    assert "waits as a draft" in portal.manage("load_catalogue", str(folder)).stdout
    return name


@pytest.mark.parametrize(
    ("language", "look", "waits", "title"),
    [("en", DESK, "not proposed yet", "Thiodiglycol"), ("ru", PHONE, "ещё не предложен", "Тиодигликоль")],
)
def test_list_manager(
    portal: Portal, visit: Visit, tmp_path: Path, language: str, look: dict[str, object], waits: str, title: str
) -> None:
    draft = _draft(portal, tmp_path)
    manager = Person(visit(**look), portal)
    page = manager.page
    manager.sign_in("lists.tj", language)
    manager.opens("/lists/")
    waiting = page.locator("section:has(#drafts) li", has_text=draft)
    expect(waiting).to_contain_text(waits)
    manager.finds_it_accessible()

    waiting.locator("a").click()
    expect(page.locator("#changes")).to_be_visible()
    page.locator("button[value=preview]").click()
    expect(page.locator("#preview ~ p progress").first).to_be_visible()
    manager.finds_it_accessible()
    manager.opens("/lists/")

    page.locator("section:has(#in-force) a[href='/lists/eu-dual-use/']").click()
    expect(page.locator("main")).not_to_contain_text(draft)  # a draft judges nothing yet
    page.fill("main [name=q]", "111-48-8")
    page.locator("main form[role=search] button").click()
    page.locator("main .entries a[href='/lists/eu-dual-use/1C350.1/']").click()
    expect(page.locator("h1")).to_contain_text(title)
    expect(page.locator("main")).to_contain_text("111-48-8")
    manager.finds_it_accessible()

    # Drafts are no officer's business, and shipments none of a list manager's.
    officer = Person(visit(**look), portal)
    officer.sign_in("officer.dushanbe", language)
    officer.page.goto("/lists/")
    expect(officer.page.locator("main")).not_to_contain_text(draft)
    answer = page.goto("/search/?q=DEMO")
    assert answer is not None and answer.status == 403
