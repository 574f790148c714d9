"""Photographs and papers: attached with a form, listed small, given out to be saved and never shown."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from checkpoints.roles import Role
from screening import models
from screening.services import attachments
from tests import cast as c
from tests.cast import Cast
from tests.services.test_attachments import PDF, picture
from tests.web.conftest import SOLVENT, Declared, SignedIn

pytestmark = pytest.mark.django_db


def _attach(client: Client, shipment: models.Shipment, content: bytes, name: str = "seal.jpg") -> Any:
    file = SimpleUploadedFile(name, content, content_type="text/html")
    return client.post(reverse("attach", args=[shipment.pk]), {"file": file}, follow=True)


def _addresses(shipment: models.Shipment) -> list[str]:
    keys = [shipment.pk, models.Attachment.objects.get(shipment=shipment).pk]
    return [reverse("attachment", args=keys), reverse("small-picture", args=keys)]


def test_a_photograph_is_listed_small_with_its_author(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment = declared("TJ-1", SOLVENT)
    page = html.unescape(_attach(signed_in(cast.officer), shipment, picture()).text)
    original, small = _addresses(shipment)
    assert "The file is attached." in page
    assert f'<img src="{small}" alt="" loading="lazy"' in page
    assert f'<a href="{original}" download>seal.jpg</a>' in page
    assert "Invented officer.dushanbe2" in page[page.index('id="attachments"') :]


def test_it_is_given_out_to_be_saved_as_what_it_is(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment, client = declared("TJ-1", SOLVENT), signed_in(cast.officer)
    _attach(client, shipment, picture(), "Пломба.html")
    answer = client.get(_addresses(shipment)[0])
    assert answer.content == picture()
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.headers["Content-Disposition"].endswith(".jpg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_small_picture_is_a_few_kilobytes(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment, client = declared("TJ-1", SOLVENT), signed_in(cast.officer)
    _attach(client, shipment, picture())
    answer = client.get(_addresses(shipment)[1])
    assert answer.headers["Content-Type"] == "image/webp"
    assert len(answer.content) < 8_000


def test_a_paper_has_no_small_picture(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment, client = declared("TJ-1", SOLVENT), signed_in(cast.officer)
    assert "<img" not in _attach(client, shipment, PDF, "invoice.pdf").text
    assert client.get(_addresses(shipment)[1]).status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Save it as one of these"),
        (b"", "The file is empty."),
        (PDF + b"%" * attachments.LARGEST, "more than 10 MB"),
    ],
    ids=["svg", "empty", "large"],
)
def test_what_cannot_be_kept_is_refused_at_its_field(
    cast: Cast, declared: Declared, signed_in: SignedIn, content: bytes, said: str
) -> None:
    answer = _attach(signed_in(cast.officer), declared("TJ-1", SOLVENT), content)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'aria-describedby="attachment-problem attachment-hint"' in answer.text
    assert not models.Attachment.objects.exists()


def test_no_file_is_no_attachment(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    answer = signed_in(cast.officer).post(reverse("attach", args=[declared("TJ-1", SOLVENT).pk]))
    assert answer.status_code == 422
    assert "No file is chosen." in answer.text


def test_the_same_file_is_told(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment, client = declared("TJ-1", SOLVENT), signed_in(cast.officer)
    _attach(client, shipment, picture())
    assert "This file is attached already, as seal.jpg." in _attach(client, shipment, picture(), "again.jpg").text
    assert models.Attachment.objects.count() == 1


@pytest.mark.parametrize("who", ["khorog_officer", "ayritom_officer"])
def test_a_foreign_attachment_does_not_exist(cast: Cast, declared: Declared, signed_in: SignedIn, who: str) -> None:
    shipment = declared("TJ-1", SOLVENT)
    _attach(signed_in(cast.officer), shipment, picture())
    for address in _addresses(shipment):
        assert signed_in(getattr(cast, who)).get(address).status_code == 404


def test_an_attachment_is_not_reached_through_another_shipment(
    cast: Cast, declared: Declared, signed_in: SignedIn
) -> None:
    shipment, other, client = declared("TJ-1", SOLVENT), declared("TJ-2", SOLVENT), signed_in(cast.officer)
    _attach(client, shipment, picture())
    key = models.Attachment.objects.get().pk
    assert client.get(reverse("attachment", args=[other.pk, key])).status_code == 404


def test_an_auditor_saves_it_and_attaches_nothing(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment = declared("TJ-1", SOLVENT)
    _attach(signed_in(cast.officer), shipment, picture())
    auditor = signed_in(c.person("auditor", cast.tajikistan, Role.AUDITOR))
    assert auditor.get(_addresses(shipment)[0]).status_code == 200
    assert _attach(auditor, shipment, PDF).status_code == 403


def test_bytes_that_retention_emptied_are_gone_and_the_entry_stays(
    cast: Cast, declared: Declared, signed_in: SignedIn
) -> None:
    shipment, client = declared("TJ-1", SOLVENT), signed_in(cast.officer)
    _attach(client, shipment, picture())
    models.AttachmentContent.objects.all().delete()
    assert client.get(_addresses(shipment)[0]).status_code == 404
    assert "seal.jpg" in client.get(reverse("shipment", args=[shipment.pk])).text
