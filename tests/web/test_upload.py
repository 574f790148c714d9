"""Upload of a file, and the page that says what became of it."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from screening import models
from tests.cast import Cast
from tests.web.conftest import SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
GOOD = "declaration_number,description,gross_kg\nTJ-1,thiodiglycol,220\nTJ-1,cotton shirts,10\n"
MIXED = GOOD + "TJ-2,pump,ten\nTJ-3,valve,5\n"


def _upload(client: Client, cast: Cast, content: str | bytes, name: str = "declarations.csv") -> tuple[int, str]:
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    given = {"file": file, "checkpoint": str(cast.dushanbe_2.pk)}
    answer: Any = client.post("/submissions/new/", given, follow=True)
    return answer.status_code, html.unescape(answer.text)


def test_the_good_declarations_are_taken_and_the_others_come_back(cast: Cast, signed_in: SignedIn) -> None:
    status, page = _upload(signed_in(cast.officer), cast, MIXED)
    assert status == 200
    assert "taken in part" in page
    assert sorted(models.Shipment.objects.values_list("declaration_number", flat=True)) == ["TJ-1", "TJ-3"]
    refused = page[page.index('id="refused"') :]
    for text in ("TJ-2", ">4</td>", "gross_kg", "ten", "Write digits only"):
        assert text in refused, text


def test_refused_rows_come_back_as_a_file_with_reasons(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.officer)
    _upload(client, cast, MIXED)
    answer = client.get(f"/submissions/{models.Submission.objects.get().pk}/refused.csv")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="refused-')
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[0] == "declaration_number,description,gross_kg,reason"
    assert rows[1].startswith("TJ-2,pump,ten,")
    assert len(rows) == 2


def test_reasons_are_told_in_the_readers_language(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.officer)
    client.post("/language/", {"language": "uz", "page": "/"})
    _, page = _upload(client, cast, MIXED)
    assert "“ten” son emas." in page


def test_the_same_file_again_shows_what_became_of_it_then(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.officer)
    _, first = _upload(client, cast, GOOD)
    _, second = _upload(client, cast, GOOD)
    assert "This file was received before, on" not in first
    assert "This file was received before, on" in second
    assert "TJ-1" in second
    assert models.Shipment.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"%PDF-1.4 invented", "declaration.pdf", "pdf"),
        (b"", "empty.csv", "is empty"),
        (b"a,b\n1,2\n", "other.csv", "Columns are missing"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><ASYCUDA>&a;</ASYCUDA>", "bomb.xml", "not read"),
    ],
)
def test_what_cannot_be_read_is_kept_and_says_what_to_do(
    cast: Cast, signed_in: SignedIn, content: bytes, name: str, said: str
) -> None:
    status, page = _upload(signed_in(cast.officer), cast, content, name)
    assert status == 200
    assert said in page[page.index('id="refused"') :]
    assert bytes(models.SubmissionContent.objects.get().content) == content
    assert not models.Shipment.objects.exists()


def test_json_is_taken_too(cast: Cast, signed_in: SignedIn) -> None:
    message = {"declaration_number": "TJ-9", "items": [{"box_31_description": "thiodiglycol"}]}
    _, page = _upload(signed_in(cast.officer), cast, json.dumps(message), "declaration.json")
    assert "TJ-9" in page


def test_a_form_without_a_file_says_so(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.officer).post("/submissions/new/", {"checkpoint": str(cast.dushanbe_2.pk)})
    assert answer.status_code == 422
    assert "This field is required." in answer.text


def test_a_file_above_the_limit_is_refused(cast: Cast, signed_in: SignedIn, settings: LazySettings) -> None:
    settings.MAX_UPLOAD_BYTES = 10
    status, page = _upload(signed_in(cast.officer), cast, GOOD)
    assert status == 413
    assert "The file is too large" in page
    assert not models.Submission.objects.exists()


def test_a_file_goes_to_ones_own_checkpoint_only(cast: Cast, signed_in: SignedIn) -> None:
    file = SimpleUploadedFile("declarations.csv", GOOD.encode())
    answer = signed_in(cast.officer).post("/submissions/new/", {"file": file, "checkpoint": str(cast.khorog.pk)})
    assert answer.status_code == 422
    assert not models.Submission.objects.exists()
