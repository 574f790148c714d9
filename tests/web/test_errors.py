"""Error pages: plain, in the reader's language, and without a word about the inside."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from screening.web import dashboard as dashboard_page
from screening.web.errors import broken
from tests.cast import Cast
from tests.web.conftest import SignedIn

pytestmark = pytest.mark.django_db


def test_an_unknown_page(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.officer).get("/no-such-page/")
    assert answer.status_code == 404
    assert "There is no such page, or it belongs to another checkpoint." in answer.text


def test_what_is_not_allowed_says_why(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.list_manager).get("/shipments/new/")
    assert answer.status_code == 403
    assert "Your role does not allow this." in answer.text


def test_a_form_without_its_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/language/", {"language": "ru"})
    assert answer.status_code == 403
    assert "The form was too old" in answer.text


def test_a_foreign_host_is_refused() -> None:
    answer = Client().get("/", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "The request could not be read" in answer.text


def test_200_megabytes_are_refused_before_they_are_read(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.officer).post(
        "/submissions/new/", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(200 * 2**20)
    )
    assert answer.status_code == 413
    assert f"At most {settings.MAX_UPLOAD_BYTES // 2**20} MB" in answer.text


def test_a_fault_shows_a_page_without_its_cause(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(dashboard_page, "_queue", fail)
    client = signed_in(cast.officer)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Something broke here" in answer.text
    assert "secret" not in answer.text


def test_the_page_of_a_fault_asks_the_database_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert b"Something broke here" in broken(RequestFactory().get("/")).content
