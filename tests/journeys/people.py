"""A person at the portal: what they click and read, in whichever language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.stack import Portal

SCREENED_WITHIN: Final = 30_000
"""Milliseconds: the worker may have to be woken by beat."""
_RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True)
class Person:
    """One visitor in one browser."""

    page: Page
    portal: Portal

    def sign_in(self, username: str, language: str) -> None:
        password = (self.portal.data_dir / "demo-password").read_text("ascii")
        self.page.goto("/sign-in/")
        self.page.locator(f"button[name=language][value={language}]").click()
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", password)
        self.page.locator("main form button").click()
        expect(self.page).to_have_url(f"{self.portal.base_url}/")
        expect(self.page.locator("html")).to_have_attribute("lang", language)

    def opens(self, address: str) -> None:
        """A page by the menu, which a narrow window folds away."""
        folded = self.page.locator("details.menu summary")
        if folded.is_visible():
            folded.click()
        self.page.locator(f"nav.menu-items a[href='{address}']").click()

    def declare(self, number: str, *lines: tuple[str, str]) -> str:
        """Enters a declaration by form; returns the address of its page."""
        self.page.goto("/shipments/new/")
        self.page.fill("[name=number]", number)
        self.page.fill("[name=consignee_name]", "Invented Trading LLC")
        self.page.fill("[name=consignee_country]", "TJ")
        for place, (description, code) in enumerate(lines):
            self.page.fill(f"[name=lines-{place}-description]", description)
            self.page.fill(f"[name=lines-{place}-hs_code]", code)
        self.page.locator("#declaration button.btn-primary").click()
        expect(self.page.locator("h1")).to_contain_text(number)
        return self.page.url

    def decide(self, decision: str, note: str) -> None:
        self.page.check(f"#decision-{decision}")
        self.page.fill("#decision-note", note)
        self.page.locator("#decision form button.btn-primary").last.click()
        expect(self.page.locator(".review").first).to_contain_text(note)

    def confirm(self) -> None:
        self.page.locator("button[name=confirmed][value=yes]").click()
        expect(self.page.locator(".review").first).to_have_class(re.compile("took-effect"))

    def answer_first_question(self, text: str) -> None:
        question = self.page.locator("form.question").first
        question.locator("[name=text]").fill(text)
        question.locator("button.btn-primary").click()
        expect(self.page.locator(".note-success")).to_be_visible()

    def reload_until(self, selector: str) -> None:
        """What a person without JavaScript does."""
        for _ in range(SCREENED_WITHIN // 500):
            if self.page.locator(selector).count():
                return
            self.page.wait_for_timeout(500)
            self.page.goto(self.page.url)
        raise AssertionError(f"{selector} did not come up on {self.page.url}")

    def finds_it_accessible(self) -> None:
        """No violation of WCAG 2.2 AA that axe can find, and no need to scroll sideways."""
        assert broken_rules(self.page) == []
        assert sideways(self.page) <= 0, f"{self.page.url} is too wide"


def broken_rules(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA: rule, place and remedy."""
    options: dict[str, Any] = {"runOnly": _RULES, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']} at {node['target']}: {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def sideways(page: Page) -> int:
    """Pixels that a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
