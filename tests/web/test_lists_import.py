"""A list manager brings a list in as a table: a draft, or its faults; and takes editions out as tables."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from checkpoints.models import Assignment, User
from checkpoints.roles import Role
from screening import models
from screening.engine.catalogue import edition_digest
from screening.lists import activation, list_imports
from screening.lists.table.reading import read_table
from tests.cast import Cast, person
from tests.lists.table.tables import GOOD, Row, as_csv, changed, line_of
from tests.web.conftest import SignedIn

pytestmark = pytest.mark.django_db


def _send(client: Client, content: bytes, name: str = "list.csv") -> tuple[str, str]:
    """The address that sending a file leads to, and the page there before a worker began."""
    answer = client.post("/editions/new/", {"file": SimpleUploadedFile(name, content)}, follow=True)
    return (answer.redirect_chain[-1][0] if answer.redirect_chain else ""), html.unescape(answer.text)


def _work() -> None:
    """What the worker does."""
    for work in models.ListImport.objects.filter(state="running"):
        list_imports.work_on(work.pk)


def _sent(client: Client, rows: Sequence[Row] | bytes, name: str = "list.csv") -> str:
    """What the page says of the file once a worker was there."""
    address, _ = _send(client, rows if isinstance(rows, bytes) else as_csv(list(rows)), name)
    _work()
    return html.unescape(client.get(address).text)


def test_a_good_table_becomes_a_draft_of_ones_own_administration(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.list_manager)
    assert 'href="/editions/new/"' in client.get("/lists/").text
    page = _sent(client, GOOD)
    edition = models.Edition.objects.get()
    assert "Stored as a draft with 2 entries" in page
    assert f'href="/editions/{edition.pk}/"' in page
    page = html.unescape(client.get(f"/editions/{edition.pk}/").text)
    for text in ("Edition 2026-1: draft", "added: <strong>2</strong>"):
        assert text in page, text
    assert models.ControlList.objects.get().administration == cast.tajikistan
    assert "This edition is stored already." in _sent(client, GOOD)


def test_the_page_says_how_far_the_worker_is(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.list_manager)
    address, page = _send(client, as_csv())
    assert "Waits for a worker." in page
    assert 'hx-trigger="load delay:1s"' in page
    work = models.ListImport.objects.all()
    for fields, text in (
        ({"claim": uuid4(), "rows": 1}, "Being read: 1 row so far."),
        ({"rows": 1200}, "Being read: 1200 rows so far."),
        ({"stage": "storing"}, "the draft is being stored"),
    ):
        work.update(**fields)
        assert text in client.get(address, headers={"HX-Request": "true"}).text
    work.update(created_at=timezone.now() - timedelta(minutes=1))
    assert 'hx-trigger="refresh"' in client.get(address).text
    work.update(claim=None)
    _work()
    assert client.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert "hx-trigger" not in client.get(address).text
    assert address in client.get("/editions/new/").text


def test_faults_stand_on_the_page_with_row_column_value_and_remedy(cast: Cast, signed_in: SignedIn) -> None:
    client, line = signed_in(cast.list_manager), line_of("identifier")
    page = _sent(client, changed(line, value="111-48-9"))
    row = page[page.index('id="faults"') :]
    for text in (f'<th scope="row">{line}</th>', "<code>value</code>", "111-48-9", "The check digit of the CAS number"):
        assert text in row, text
    assert "Nothing was stored; the edition in force stays." in page
    assert not models.Edition.objects.exists()
    client.post("/language/", {"language": "ru", "page": "/"})
    address = f"/editions/imports/{models.ListImport.objects.get().pk}/"
    assert "Контрольная цифра номера CAS" in client.get(address).text


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("part,code\nтермин,N1".encode("cp1251"), "UTF-8"),
        (b"", "column"),
        (b"PK not a workbook", "XLSX"),
    ],
)
def test_files_that_are_no_table_come_back_with_what_to_do(
    cast: Cast, signed_in: SignedIn, content: bytes, fault: str
) -> None:
    page = _sent(signed_in(cast.list_manager), content)
    assert fault in page[page.index('id="faults"') :]


def test_many_faults_are_counted(cast: Cast, signed_in: SignedIn) -> None:
    assert "and 100 more" in _sent(signed_in(cast.list_manager), [*GOOD, *({"part": "x"} for _ in range(300))])


def test_no_file_is_told_at_the_field(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.list_manager).post("/editions/new/", {})
    assert answer.status_code == 422
    assert "This field is required." in answer.text


def test_a_file_above_the_limit_is_refused(cast: Cast, signed_in: SignedIn, settings: LazySettings) -> None:
    settings.MAX_UPLOAD_BYTES = 10
    file = SimpleUploadedFile("list.csv", as_csv())
    assert signed_in(cast.list_manager).post("/editions/new/", {"file": file}).status_code == 413
    assert not models.ListImport.objects.exists()


def test_a_list_of_another_owner_is_not_touched(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    page = _sent(signed_in(cast.list_manager), changed(2, value="eu-dual-use"))
    assert "belongs to a list of another owner" in page
    assert models.Edition.objects.count() == 1


def test_a_list_that_shrinks_is_stored_only_when_a_person_says_that_it_is_meant(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.list_manager)
    _sent(client, GOOD)
    edition = models.Edition.objects.get()
    activation.activate_at_once(edition=edition, by=cast.list_manager, reason="test")
    short = [row for row in changed(3, value="2026-2") if row.get("code") != "N1.a"]
    page = _sent(client, short)
    assert "The list has 1 entries, the edition in force 2. Nothing was stored." in page
    address = f"/editions/imports/{models.ListImport.objects.latest('created_at').pk}/"
    assert "so much shorter" in page
    assert signed_in(cast.officer).post(f"{address}acts/", {"act": "shrunk"}).status_code == 403
    for act in ("shrunk", "shrunk", "resume", "x"):
        assert client.post(f"{address}acts/", {"act": act}).status_code == 302
    _work()
    assert "Stored as a draft with 1 entry" in client.get(address).text
    assert sorted(models.Edition.objects.values_list("name", "state")) == [("2026-1", "active"), ("2026-2", "draft")]


def test_a_failure_of_the_portal_is_told_and_can_go_on(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(cast.list_manager)
    address, _ = _send(client, as_csv())
    with monkeypatch.context() as broken:
        broken.setattr(list_imports, "store_draft", None)
        with pytest.raises(TypeError):
            _work()
    page = client.get(address).text
    assert "The portal failed at this file." in page
    client.post(f"{address}acts/", {"act": "resume"})
    _work()
    assert "Stored as a draft" in client.get(address).text


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
    page = _sent(client, client.get(f"/editions/example.{extension}").content, f"list.{extension}")
    assert "Stored as a draft" in page


@pytest.mark.parametrize("address", ["/editions/example.ods", "/editions/{}/table.ods"])
def test_other_formats_are_not_found(cast: Cast, lists: None, signed_in: SignedIn, address: str) -> None:
    key = models.Edition.objects.get().pk
    assert signed_in(cast.list_manager).get(address.format(key)).status_code == 404


def test_only_list_managers_may(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    key = models.Edition.objects.get().pk
    officer = signed_in(cast.officer)
    for address in ("/editions/new/", "/editions/example.csv", f"/editions/{key}/table.csv"):
        assert officer.get(address).status_code == 403
    assert "/editions/imports/" not in _send(officer, as_csv())[0]
    assert not models.ListImport.objects.exists()


def test_another_administration_sees_nothing_of_it(cast: Cast, signed_in: SignedIn) -> None:
    address, _ = _send(signed_in(cast.list_manager), as_csv())
    other = signed_in(person("lists.uz", cast.uzbekistan, Role.LIST_MANAGER))
    assert other.get(address).status_code == 404
    assert other.post(f"{address}acts/", {"act": "shrunk"}).status_code == 404
    assert "list.csv" not in other.get("/editions/new/").text


def test_a_manager_without_an_administration_may_not(db: None, signed_in: SignedIn) -> None:
    lone = User.objects.create_user("lone")
    Assignment.objects.create(user=lone, role=Role.LIST_MANAGER.value, checkpoint=None)
    file = SimpleUploadedFile("list.csv", as_csv())
    assert signed_in(lone).post("/editions/new/", {"file": file}).status_code == 403
