"""An auditor's question: who confirmed this? Found in the chain, read, taken along, verified without the portal."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.people import Person
from tests.stack import ROOT, Portal

DESK = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"}
PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.mark.parametrize(
    ("language", "look", "confirmed", "exported", "refused"),
    [
        ("en", DESK, "Decision confirmed", "Dossier exported", "This is not open to you"),
        ("ru", PHONE, "Решение подтверждено", "Досье выгружено", "Вам это недоступно"),
    ],
)
def test_auditors_question(
    portal: Portal,
    visit: Visit,
    tmp_path: Path,
    language: str,
    look: dict[str, object],
    confirmed: str,
    exported: str,
    refused: str,
) -> None:
    auditor = Person(visit(**look), portal)
    page = auditor.page
    auditor.sign_in("auditor.tj", language)
    auditor.opens("/audit/")
    page.select_option("#action", value="review.confirmed")
    page.locator("main form button.btn-primary").click()
    event = page.locator("table.audit tbody tr").first
    expect(event).to_contain_text(confirmed)
    who = event.locator("td").first.inner_text()
    event.locator("details summary").click()
    auditor.finds_it_accessible()

    event.locator("a[href^='/shipments/']").click()
    expect(page.locator("#timeline")).to_contain_text(who)
    shipment = page.url
    _changes_nothing(page, refused)

    page.goto(shipment)
    page.locator("#dossier").click()
    dossier = _exported(page, tmp_path)
    _verifies(dossier, portal.data_dir / "audit-heads.jsonl")
    page.reload()
    expect(page.locator("section:has(#taken) tbody tr").first).to_contain_text(dossier.stem[-12:])
    auditor.finds_it_accessible()

    page.goto("/audit/")
    expect(page.locator("table.audit tbody tr").first).to_contain_text(exported)


def _changes_nothing(page: Page, refused: str) -> None:
    """No form but those of the frame, and a form made up for it is refused."""
    forms = page.locator("main form")
    expect(forms).to_have_count(0)
    page.evaluate(
        """() => {
            const form = document.querySelector("form[action='/language/']").cloneNode(true);
            form.action = location.pathname + "decisions/";
            form.querySelectorAll("button, select").forEach(each => each.remove());
            document.querySelector("main").append(form);
            form.submit();
        }"""
    )
    expect(page).to_have_url(re.compile("/decisions/$"))
    expect(page.locator("h1")).to_have_text(refused)


def _exported(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        page.locator("main form button.btn-primary").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def _verifies(dossier: Path, heads: Path) -> None:
    """By the script alone, and no longer when a byte of it is another."""
    assert "Whole and unchanged" in _said(dossier, heads, 0)
    changed = bytearray(dossier.read_bytes())
    changed[len(changed) // 2] ^= 1
    dossier.write_bytes(changed)
    _said(dossier, heads, 1)


def _said(dossier: Path, heads: Path, status: int) -> str:
    script = ROOT / "scripts" / "verify_dossier.py"
    ran = subprocess.run(
        [sys.executable, "-I", "-S", str(script), str(dossier), "--head", str(heads)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == status, ran.stdout + ran.stderr
    return ran.stdout
