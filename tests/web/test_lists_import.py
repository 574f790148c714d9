"""A list manager brings a list in as a table: a draft, or its faults; and takes editions out as tables."""

from __future__ import annotations

import html
from collections.abc import Sequence

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from checkpoints.models import Assignment, User
from checkpoints.roles import Role
from screening import models
from screening.engine.catalogue import edition_digest
from screening.lists import activation
from screening.lists.table.reading import read_table
from tests.cast import Cast
from tests.lists.table.tables import GOOD, Row, as_csv, changed, line_of
from tests.web.conftest import SignedIn

pytestmark = pytest.mark.django_db


def _sent(client: Client, rows: Sequence[Row], name: str = "list.csv", **fields: str) -> tuple[int, str]:
    file = SimpleUploadedFile(name, as_csv(list(rows)))
    answer = client.post("/editions/new/", {"file": file, **fields}, follow=True)
    return (answer.redirect_chain[-1][1] if answer.redirect_chain else answer.status_code), html.unescape(answer.text)


def test_a_good_table_becomes_a_draft_of_ones_own_administration(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.list_manager)
    assert 'href="/editions/new/"' in client.get("/lists/").text
    status, page = _sent(client, GOOD)
    assert status == 302
    for text in ("Stored as a draft with 2 entries", "Edition 2026-1: draft", "added: <strong>2</strong>"):
        assert text in page, text
    assert models.ControlList.objects.get().administration == cast.tajikistan
    assert "This edition is stored already." in _sent(client, GOOD)[1]


def test_faults_come_back_with_row_column_value_and_remedy(cast: Cast, signed_in: SignedIn) -> None:
    client, line = signed_in(cast.list_manager), line_of("identifier")
    status, page = _sent(client, changed(line, value="111-48-9"))
    assert status == 422
    row = page[page.index('id="faults"') :]
    for text in (f'<th scope="row">{line}</th>', "<code>value</code>", "111-48-9", "The check digit of the CAS number"):
        assert text in row, text
    assert not models.Edition.objects.exists()
    client.post("/language/", {"language": "ru", "page": "/"})
    assert "Контрольная цифра номера CAS" in _sent(client, changed(line, value="111-48-9"))[1]


def test_many_faults_are_counted(cast: Cast, signed_in: SignedIn) -> None:
    _, page = _sent(signed_in(cast.list_manager), [*GOOD, *({"part": "x"} for _ in range(300))])
    assert "and 100 more" in page


def test_no_file_is_told_at_the_field(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.list_manager).post("/editions/new/", {})
    assert answer.status_code == 422
    assert "This field is required." in answer.text


def test_a_file_above_the_limit_is_refused(cast: Cast, signed_in: SignedIn, settings: LazySettings) -> None:
    settings.MAX_UPLOAD_BYTES = 10
    assert _sent(signed_in(cast.list_manager), GOOD)[0] == 413


def test_a_list_of_another_owner_is_not_touched(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    status, page = _sent(signed_in(cast.list_manager), changed(2, value="eu-dual-use"))
    assert status == 422
    assert "belongs to a list of another owner" in page
    assert models.Edition.objects.count() == 1


def test_a_list_that_shrinks_is_stored_only_when_that_is_ticked(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.list_manager)
    assert "so much shorter" not in client.get("/editions/new/").text
    _sent(client, GOOD)
    edition = models.Edition.objects.get()
    activation.activate_at_once(edition=edition, by=cast.list_manager, reason="test")
    short = [row for row in changed(3, value="2026-2") if row.get("code") != "N1.a"]
    status, page = _sent(client, short)
    assert status == 422
    assert "The list has 1 entries, the edition in force 2. Nothing was stored." in page
    assert "so much shorter" in page
    assert _sent(client, short, shrunk="on")[0] == 302
    assert sorted(models.Edition.objects.values_list("name", "state")) == [("2026-1", "active"), ("2026-2", "draft")]


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_an_edition_is_taken_out_as_a_table(cast: Cast, lists: None, signed_in: SignedIn, extension: str) -> None:
    edition, client = models.Edition.objects.get(), signed_in(cast.list_manager)
    address = f"/editions/{edition.pk}/table.{extension}"
    assert address in client.get(f"/editions/{edition.pk}/").text
    answer = client.get(address)
    assert answer["Content-Disposition"] == f'attachment; filename="eu-dual-use-small.{extension}"'
    assert edition_digest(read_table(answer.content)) == edition.checksum


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_the_example_can_be_sent_back(cast: Cast, signed_in: SignedIn, extension: str) -> None:
    client = signed_in(cast.list_manager)
    file = SimpleUploadedFile(f"list.{extension}", client.get(f"/editions/example.{extension}").content)
    assert client.post("/editions/new/", {"file": file}).status_code == 302


@pytest.mark.parametrize("address", ["/editions/example.ods", "/editions/{}/table.ods"])
def test_other_formats_are_not_found(cast: Cast, lists: None, signed_in: SignedIn, address: str) -> None:
    key = models.Edition.objects.get().pk
    assert signed_in(cast.list_manager).get(address.format(key)).status_code == 404


def test_only_list_managers_may(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    key = models.Edition.objects.get().pk
    officer = signed_in(cast.officer)
    for address in ("/editions/new/", "/editions/example.csv", f"/editions/{key}/table.csv"):
        assert officer.get(address).status_code == 403
    assert _sent(officer, GOOD)[0] == 403


def test_a_manager_without_an_administration_may_not(db: None, signed_in: SignedIn) -> None:
    lone = User.objects.create_user("lone")
    Assignment.objects.create(user=lone, role=Role.LIST_MANAGER.value, checkpoint=None)
    assert _sent(signed_in(lone), GOOD)[0] == 403
