"""A customs system's call: a declaration in, its result out in the language asked for, and an officer sees the same."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import APIRequestContext, APIResponse, Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.people import Person
from tests.stack import Portal

SYSTEM = """
[[administrations]]
code = "tj-customs"
name = "Customs Service"
country = "TJ"
systems = ["Journey {tail} (invented)"]
"""
SOLVENT = {"box_31_description": "Thiodiglycol in drums of 220 kg", "box_33_hs_code": "2930709809"}
DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}
SCOPES = "shipments:write shipments:read answers:write"


@dataclass(frozen=True)
class System:
    """A customs system with its token."""

    calls: APIRequestContext
    token: str
    language: str

    def send(self, address: str, body: Any, **headers: str) -> APIResponse:
        """Waits for the worker as long as the portal lets it."""
        said = {
            "Authorization": f"Bearer {self.token}",
            "Accept-Language": self.language,
            "Prefer": "wait=30",
            **headers,
        }
        return self.calls.post(address, data=body, headers=said)


def _added(portal: Portal, folder: Path) -> tuple[str, str]:
    """Id and secret of a new system, as the command shows them once."""
    file = folder / "system.toml"
    file.write_text(SYSTEM.format(tail=uuid4().hex[:6]), "utf-8")
    *_, client_id, secret = portal.manage("load_organisation", str(file)).stdout.splitlines()[0].split()
    return client_id, secret


def _signed_in(calls: APIRequestContext, client_id: str, secret: str, language: str) -> System:
    form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret, "scope": SCOPES}
    answer = calls.post("/api/v1/token", form=dict(form))
    assert answer.ok, answer.text()
    return System(calls, answer.json()["access_token"], language)


@pytest.mark.parametrize(
    ("language", "look", "entry", "flag"),
    [("en", DESK, "Thiodiglycol", "strong indication"), ("ru", PHONE, "Тиодигликоль", "сильный признак")],
)
def test_customs_system(
    portal: Portal, visit: Visit, tmp_path: Path, language: str, look: dict[str, object], entry: str, flag: str
) -> None:
    officer = Person(visit(**look), portal)
    system = _signed_in(officer.page.context.request, *_added(portal, tmp_path), language)
    number = f"SYSTEM-{uuid4().hex[:8]}"
    declaration = {"declaration_number": number, "offices": {"lodgement": "TJDUS2"}, "items": [SOLVENT]}
    key = {"Idempotency-Key": uuid4().hex}

    answer = system.send("/api/v1/shipments", declaration, **key)
    assert (answer.status, answer.headers["content-language"]) == (200, language), answer.text()
    result = answer.json()
    [line] = result["lines"]
    assert entry in line["candidates"][0]["title"]
    [asked] = result["questions"]

    again = system.send("/api/v1/shipments", declaration, **key)
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json()["id"] == result["id"]

    # An officer at the office named sees what the system was told.
    officer.sign_in("officer.dushanbe", language)
    officer.page.goto(f"/search/?q={number}")
    officer.page.locator("main table a").click()
    expect(officer.page.locator("main")).to_contain_text(flag)
    expect(officer.page.locator("form.question")).to_contain_text(asked["text"])

    answered = system.send(f"{result['result']}/answers", {"question": asked["id"], "text": "15 %"})
    assert answered.status == 200, answered.text()
    told = answered.json()
    assert (told["run"]["number"], told["questions"][0]["open"]) == (2, False)
    officer.reload_until("#timeline li:has(.proof) ~ li:has(.proof)")
    expect(officer.page.locator("#timeline")).to_contain_text("15 %")


def test_the_contract_is_read_in_a_browser(page: Page) -> None:
    """Whoever reads it is a developer, has no account, and loads nothing from elsewhere."""
    page.goto("/api/v1/docs/")
    call = page.locator("[id$='-sendDeclaration']")
    call.locator("button").first.click()
    expect(call.locator(".opblock-body")).to_contain_text("Idempotency-Key")
