"""Files of declarations, as a body and as a form, and what became of them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from screening import models
from tests.api.conftest import screen, sent, shirts

pytestmark = pytest.mark.usefixtures("lists")
FILES = "/api/v1/files"
TABLE = (
    b"declaration_number,office_of_lodgement,description,hs_code\n"
    b"TJ-1,TJ0202,thiodiglycol in drums,2930709809\n"
    b"TJ-2,TJ0202,cotton shirts,6105100000\n"
    b"TJ-3,TJ0202,,6105100000\n"
)


def _file(caller: Client, content: bytes, kind: str = "text/csv") -> Any:
    return caller.post(FILES, content, content_type=kind)


@pytest.mark.parametrize("kind", ["text/csv", "text/csv; charset=utf-8", "application/octet-stream"])
def test_a_table_is_taken_and_its_bad_rows_come_back(caller: Client, kind: str) -> None:
    answer = _file(caller, TABLE, kind)
    status = answer.json()
    assert (answer.status_code, answer["Location"]) == (202, status["status"])
    assert status["counts"] == {"shipments": 2, "screening": 2, "done": 0, "failed": 0, "refused": 1}
    [refusal] = status["refusals"]
    assert (refusal["declaration_number"], refusal["line"], refusal["code"]) == ("TJ-3", 4, "no-description")
    assert refusal["detail"]


def test_a_form_carries_a_file_with_its_name(caller: Client) -> None:
    answer = caller.post(FILES, {"file": SimpleUploadedFile("invented.csv", TABLE, "text/csv")})
    assert (answer.status_code, answer.json()["filename"]) == (202, "invented.csv")


def test_a_form_without_its_file_is_refused(caller: Client) -> None:
    answer = caller.post(FILES, {"other": "thing"})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:problem:field-bad")


def test_json_comes_as_a_file_too(caller: Client) -> None:
    assert sent(caller, shirts("TJ-1"), FILES).json()["kind"] == "api"


def test_the_same_file_again_is_known(caller: Client) -> None:
    first, again = _file(caller, TABLE), _file(caller, TABLE)
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    assert models.Shipment.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "file-empty"), (b"%PDF-1.7 invented", "kind-unknown"), (b"<html></html>", "kind-unknown")],
)
def test_what_is_no_table_is_refused_and_kept(caller: Client, content: bytes, code: str) -> None:
    answer = _file(caller, content, "application/octet-stream")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)
    assert caller.get(answer.json()["submission"]).json()["counts"]["refused"] == 1


def test_a_kind_that_is_not_read_here_is_told(caller: Client) -> None:
    answer = _file(caller, TABLE, "image/png")
    assert (answer.status_code, answer.json()["type"]) == (415, "urn:problem:media-type-unsupported")


@pytest.mark.parametrize("as_form", [True, False])
def test_a_file_beyond_the_limit_is_refused(caller: Client, settings: Any, as_form: bool) -> None:
    settings.MAX_UPLOAD_BYTES = 100
    form = {"file": SimpleUploadedFile("invented.csv", b"x" * 101)}
    answer = caller.post(FILES, form) if as_form else _file(caller, b"x" * 101)
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:problem:too-large")
    assert not models.Submission.objects.exists()


def test_the_status_follows_the_screening(caller: Client) -> None:
    address = _file(caller, TABLE)["Location"]
    screen()
    status = caller.get(address).json()
    assert status["counts"] == {"shipments": 2, "screening": 0, "done": 2, "failed": 0, "refused": 1}
    assert [(each["state"], each["flagged"]) for each in status["shipments"]] == [("flagged", True), ("clear", False)]


def test_what_could_not_be_screened_counts_as_failed(caller: Client) -> None:
    address = _file(caller, TABLE)["Location"]
    models.ScreeningRequest.objects.update(state=models.ScreeningRequest.State.FAILED)
    assert caller.get(address).json()["counts"]["failed"] == 2


def test_shipments_of_a_file_come_page_by_page(caller: Client) -> None:
    address = _file(caller, TABLE)["Location"]
    first = caller.get(address, {"size": 1}).json()
    second = caller.get(first["next"]).json()
    numbers = [each["declaration_number"] for page in (first, second) for each in page["shipments"]]
    assert (numbers, second["next"]) == (["TJ-1", "TJ-2"], None)


def test_the_status_takes_few_statements(caller: Client, django_assert_max_num_queries: Any) -> None:
    rows = "".join(f"TJ-{n},TJ0202,cotton shirts {n},6105100000\n" for n in range(100))
    address = _file(caller, TABLE.splitlines(keepends=True)[0] + rows.encode())["Location"]
    with django_assert_max_num_queries(8):
        assert len(caller.get(address, {"size": 100}).json()["shipments"]) == 100


def test_a_file_of_another_system_does_not_exist(caller: Client, stranger: Client) -> None:
    assert stranger.get(_file(caller, TABLE)["Location"]).status_code == 404
