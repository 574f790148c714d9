"""Logs say what happened where, by key; nothing of a declaration, no name, no address stands in them."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from config.logs import logging_config
from screening import models
from tests.api.conftest import calling
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
MARK = "Marked-Words-7731"
DECLARATION = {
    "declaration_number": f"TJ-{MARK}",
    "box_8_consignee": {"name": f"Consignee {MARK}", "country": "TJ", "address": f"Street {MARK}"},
    "items": [{"box_31_description": f"Goods {MARK}", "box_33_hs_code": "610510"}],
}
Lines = Callable[[], list[dict[str, Any]]]


def broken(request: object, code: str = "") -> HttpResponse:
    """A view that fails on a value of a declaration, as a database does."""
    raise IntegrityError(f'DETAIL: Key (name)=("{MARK}") already exists.')


urlpatterns = [path("broken/<str:code>/", broken, name="broken")]
handler500 = "screening.web.errors.broken"


@pytest.fixture
def output() -> Iterator[io.StringIO]:
    """What the portal's own set-up of logging writes."""
    written, root = io.StringIO(), logging.getLogger()
    before = root.handlers[:]
    logging.config.dictConfig(logging_config())
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    yield written
    root.handlers[:] = before
    structlog.reset_defaults()


@pytest.fixture
def lines(output: io.StringIO) -> Lines:
    return lambda: [json.loads(line) for line in output.getvalue().splitlines()]


def test_a_request_is_one_line_of_json(lines: Lines) -> None:
    answer = Client().get("/sign-in/", {"next": f"/{MARK}"})
    (line,) = [line for line in lines() if line["logger"] == "portal.request"]
    assert line["event"] == "request"
    assert (line["route"], line["method"], line["status"], line["level"]) == ("sign-in", "GET", 200, "info")
    assert line["request_id"] == answer["X-Request-Id"]
    assert line["ms"] > 0
    assert "ip" not in line


def test_it_says_who_asked_by_key(cast: Cast, lines: Lines) -> None:
    client = Client()
    client.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/")
    assert lines()[-1]["actor"] == f"person:{cast.officer.pk}"
    assert "officer" not in json.dumps(lines())


def test_a_customs_system_is_named_by_key_too(cast: Cast, lines: Lines) -> None:
    calling(cast.customs_system).get(f"/api/v1/shipments/{cast.khorog.pk}")
    assert lines()[-1]["actor"] == f"client:{cast.customs_system.pk}"


def test_addresses_are_logged_only_where_that_is_asked_for(lines: Lines, settings: Settings) -> None:
    settings.LOG_IP = True
    Client().get("/sign-in/", REMOTE_ADDR="10.7.7.31")
    assert lines()[-1]["ip"] == "10.7.7.31"


def test_nothing_of_a_declaration_is_logged(cast: Cast, output: io.StringIO) -> None:
    client = Client()
    client.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
    upload = io.BytesIO(json.dumps(DECLARATION).encode())
    upload.name = f"{MARK}.json"
    client.post("/submissions/new/", {"file": upload, "checkpoint": str(cast.dushanbe_2.pk)})
    assert models.Shipment.objects.filter(declaration_number=f"TJ-{MARK}").exists()
    client.get("/", {"q": MARK})
    client.get(f"/{MARK}/")
    client.get("/", headers={"Host": f"{MARK}.example", "User-Agent": MARK, "Referer": f"https://{MARK}.example/"})
    assert "portal.request" in output.getvalue()
    assert MARK.lower() not in output.getvalue().lower()


def test_a_failed_sign_in_names_nobody(cast: Cast, output: io.StringIO) -> None:
    Client().post("/sign-in/", {"username": MARK, "password": PASSWORD}, REMOTE_ADDR="10.7.7.31")
    assert "sign-in" in output.getvalue()
    assert MARK not in output.getvalue()
    assert "10.7.7.31" not in output.getvalue()


@pytest.mark.urls(__name__)
def test_a_fault_says_its_type_and_place_but_not_its_words(output: io.StringIO, lines: Lines) -> None:
    answer = Client(raise_request_exception=False).get(f"/broken/{MARK}/", {"q": MARK})
    assert answer.status_code == 500
    assert MARK not in output.getvalue()
    (fault,) = [line for line in lines() if line.get("exception")]
    assert fault["exception"] == "IntegrityError"
    assert any(step.startswith("tests/config/test_logs.py:") and step.endswith(" broken") for step in fault["way"])
    told = lines()[-1]
    assert (told["event"], told["route"], told["status"], told["level"]) == ("request", "broken", 500, "error")
    assert fault["request_id"] == told["request_id"] == answer["X-Request-Id"]


@pytest.mark.parametrize("logger", ["celery.worker", "screening.services.run", "django.db"])
def test_exceptions_of_others_lose_their_words_too(output: io.StringIO, lines: Lines, logger: str) -> None:
    try:
        broken(None)
    except IntegrityError as error:
        logging.getLogger(logger).exception("It failed")
        structlog.stdlib.get_logger(logger).error("task_failed", error=str(error), exception=error)
    assert MARK not in output.getvalue()
    assert [line["exception"] for line in lines()] == ["IntegrityError", "IntegrityError"]


@pytest.mark.parametrize(
    ("logger", "message", "values"),
    [
        ("gunicorn.error", f"Invalid request from ip=10.7.7.31: Bad header {MARK}", ()),
        ("gunicorn.error", "Error handling request %s", (f"/?q={MARK}",)),
        ("django.request", "Internal Server Error: %s", (f"/lists/{MARK}",)),
        ("django.security.DisallowedHost", "Invalid HTTP_HOST header: %r", (MARK,)),
        ("axes.signals", f"New login failure by {MARK} from 10.7.7.31", ()),
    ],
)
def test_what_libraries_say_of_requests_is_cut(
    output: io.StringIO, logger: str, message: str, values: tuple[str, ...]
) -> None:
    logging.getLogger(logger).error(message, *values)
    assert MARK not in output.getvalue()
    assert "10.7.7.31" not in output.getvalue()


def test_with_debug_an_exception_is_told_whole() -> None:
    names = [
        getattr(step, "__name__", "") for step in logging_config(debug=True)["formatters"]["lines"]["foreign_pre_chain"]
    ]
    assert "without_values" not in names
    structlog.reset_defaults()


def test_the_number_of_a_request_ends_with_it(lines: Lines) -> None:
    Client().get("/sign-in/")
    structlog.stdlib.get_logger("portal").info("afterwards")
    assert "request_id" not in lines()[-1]
