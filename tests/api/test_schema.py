"""The OpenAPI document is sound, and the API is held to it by generated calls (schemathesis)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, settings
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from screening.api.openapi import document
from screening.api.parsers import XlsxFile
from tests.api.conftest import token
from tests.cast import Cast


def test_the_document_is_made_without_a_warning() -> None:
    GENERATOR_STATS.reset()
    with GENERATOR_STATS.silence():
        SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    assert not GENERATOR_STATS


def test_the_document_is_valid() -> None:
    validate(document(), cls=OpenAPIV31SpecValidator)


def test_every_operation_has_a_name_a_scope_and_a_summary() -> None:
    for path in document()["paths"].values():
        for operation in path.values():
            assert operation["operationId"] and operation["summary"] and operation["tags"]
            [scheme] = operation["security"]
            assert len(scheme["clientCredentials"]) == 1


# -- generated calls ---------------------------------------------------------------------------------

schemathesis.serializer.alias(XlsxFile.media_type, "application/octet-stream")
CONFIG = schemathesis.Config.from_path(str(Path(__file__).with_name("schemathesis.toml")))
generated = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler(), config=CONFIG)


@pytest.fixture
def headers(lists: None, cast: Cast, settings: Any) -> Iterator[dict[str, str]]:
    """A real token; the calls run on the test's own transaction and are not counted."""
    settings.API_WRITES_A_MINUTE = settings.API_READS_A_MINUTE = 1_000_000
    given = {"Authorization": f"Bearer {token(cast.customs_system)}", "Accept-Encoding": "identity"}
    for signal in (request_started, request_finished):  # as Django's own test client does for its own calls
        signal.disconnect(close_old_connections)
    yield given
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@generated.parametrize()
@settings(
    max_examples=10,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_answers_are_as_the_document_says(case: schemathesis.Case[Any], headers: dict[str, str]) -> None:
    case.call_and_validate(headers=headers)
