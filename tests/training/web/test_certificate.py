"""Certificates: the page, the PDF in four languages, and the page that verifies without signing in."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import segno
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from tests.cast import Cast
from tests.training.conftest import finished, never_a_check
from tests.training.web.conftest import SignedIn, address
from training import certificate_document
from training.certificate_document import CannotPrint
from training.models import Attempt
from training.services.certificates import new_code

TITLES = {
    "en": "Certificate of completion",
    "ru": "Свидетельство о прохождении",
    "tg": "Шаҳодатнома дар бораи анҷом додан",
    "uz": "Mashqni tugatganlik guvohnomasi",
}


@pytest.fixture
def done(cast: Cast, lists: None) -> Attempt:
    cast.officer.first_name, cast.officer.last_name = "Ҷӯра Ғафурӣ", "Oʻktam Gʻaniyev ҳ қ (invented)"
    cast.officer.save()
    return finished(cast.officer)


def _code(attempt: Attempt) -> str:
    return attempt.completion.certificate.code


@pytest.mark.parametrize("language", TITLES)
def test_the_pdf_says_it_in_the_reader_s_language(
    cast: Cast, done: Attempt, signed_in: SignedIn, language: str
) -> None:
    """Tajik and Uzbek letters come out of the file as they went in."""
    client = signed_in(cast.officer)
    client.cookies["django_language"] = language
    answer = client.get(address("certificate-pdf", done))
    assert answer.headers["Content-Type"] == "application/pdf"
    document = PdfReader(BytesIO(answer.content))
    text = " ".join(document.pages[0].extract_text().split())
    assert len(document.pages) == 1
    assert TITLES[language] in text
    assert "Ҷӯра Ғафурӣ Oʻktam Gʻaniyev ҳ қ (invented)" in text
    assert _code(done) in text.replace(" ", "")
    assert document.metadata is not None
    assert document.metadata.title == TITLES[language]
    assert str(document.root_object["/Lang"]) == language


def test_the_qr_leads_to_the_page_that_verifies(cast: Cast, done: Attempt, signed_in: SignedIn, settings: Any) -> None:
    settings.PORTAL_URL = "https://screening.example"
    where = f"https://screening.example/training/certificates/{_code(done)}/"
    page = signed_in(cast.officer).get(address("certificate", done)).text
    assert where in page
    drawing = segno.make(where, error="m").svg_data_uri(scale=3, border=2, light="#fff")
    assert drawing.replace("'", "&#x27;") in page


def test_where_the_pdf_cannot_be_made_the_page_to_print_comes(
    cast: Cast, done: Attempt, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_pango() -> None:
        raise CannotPrint("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(certificate_document, "load_weasyprint", without_pango)
    answer = signed_in(cast.officer).get(address("certificate-pdf", done), follow=True)
    assert answer.redirect_chain == [(address("certificate", done), 302)]
    assert "Or print this page." in answer.text


def test_anybody_can_verify_it(cast: Cast, done: Attempt) -> None:
    answer = Client().get(reverse("verify-certificate", args=[_code(done).upper()]))
    assert answer.status_code == 200
    for said in ("The certificate is genuine", "Ҷӯра Ғафурӣ", "First exercise", "Customs Service (TJ)", "passed"):
        assert said in answer.text


def test_it_tells_least_of_the_person(cast: Cast, lists: None) -> None:
    """Whether the exercise was passed, no counts, no sign-in name."""
    done = finished(cast.officer, never_a_check)
    page = Client().get(reverse("verify-certificate", args=[_code(done)])).text
    assert "completed" in page
    assert "Invented officer.dushanbe2" in page
    for kept_back in ("d′", "False alarms", str(cast.officer.pk)):
        assert kept_back not in page


@pytest.mark.parametrize("code", ["abcd-efgh-jkmn-pqrs-tuvw-xyz2", "1"])
def test_an_unknown_code_gets_a_clear_page(cast: Cast, done: Attempt, code: str) -> None:
    answer = Client().get(reverse("verify-certificate", args=[code]))
    assert answer.status_code == 404
    assert "No certificate has this code." in answer.text


def test_codes_are_many_and_can_be_typed() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert [len(part) for part in code.split("-")] == [4] * 6
        assert not set(code) & set("ilo01")
