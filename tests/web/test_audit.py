"""The auditor reads everything of the administration, is told what does not stand as written, and changes nothing."""

from __future__ import annotations

import ast
import gzip
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings

from checkpoints.models import User
from checkpoints.roles import Role
from ledger import audit, clock
from ledger.models import AuditEvent
from screening.selectors.audit_trail import PAGE
from screening.web.audited import ACTIONS, SUBJECTS
from screening.web.words import word
from tests import cast as c
from tests.cast import Cast
from tests.database import without_rules
from tests.web.conftest import SHIRTS, SOLVENT, Declared, SignedIn

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
PACKAGES = ("ledger", "checkpoints", "screening", "training", "config")


@pytest.fixture(autouse=True)
def heads(settings: Settings, tmp_path: Path) -> None:
    settings.AUDIT_HEADS = str(tmp_path / "heads.jsonl")


@pytest.fixture
def auditor(cast: Cast) -> User:
    return c.person("auditor.tj", cast.tajikistan, Role.AUDITOR)


@pytest.fixture
def client(auditor: User, signed_in: SignedIn) -> Client:
    return signed_in(auditor)


def _events(page: str) -> list[str]:
    return re.findall(r"<summary>(\S+) <code>", page)


def _record(cast: Cast, number: int = 1, *, actor: str = "", action: str = "note.added") -> None:
    for _ in range(number):
        audit.record(actor=actor or f"person:{cast.officer.pk}", action=action, subject=cast.khorog)


# -- what it shows --------------------------------------------------------------------------------------------------


def test_an_event_says_who_did_what_to_what_with_its_hash(cast: Cast, declared: Declared, client: Client) -> None:
    shipment = declared("TJ-1", SOLVENT)
    page = client.get("/audit/").text
    event = AuditEvent.objects.get(action="submission.received")
    for text in (
        "Invented officer.dushanbe2",
        "Declaration or file received",
        "Shipment screened",
        "the portal itself",
        f'<a href="/shipments/{shipment.pk}/">TJ-1</a>',
        f'<a href="/submissions/{shipment.submission_id}/">',
        event.hash,
        event.previous_hash,
        "Each event below has its own hash",
    ):
        assert text in page, text


def test_lists_and_the_portal_concern_every_administration(cast: Cast, lists: None, client: Client) -> None:
    page = client.get("/audit/").text
    assert "First edition of a list put in force at the first start" in page
    assert "concerns every administration" in page


def test_nothing_of_another_administration_is_shown(cast: Cast, client: Client) -> None:
    audit.record(actor=f"person:{cast.ayritom_officer.pk}", action="note.added", subject=cast.ayritom)
    assert "No event was found." in client.get("/audit/").text


def test_a_stranger_is_not_named(cast: Cast, client: Client) -> None:
    edition = c.edition()
    audit.record(actor=f"person:{cast.ayritom_officer.pk}", action="edition.proposed", subject=edition)
    page = client.get("/audit/").text
    assert "someone outside your administration" in page
    assert "ayritom" not in page


def test_pages_follow_one_another_without_gap_or_repetition(cast: Cast, client: Client) -> None:
    _record(cast, PAGE + 3)
    first = client.get("/audit/").text
    address = re.search(r'id="next-page" href="([^"]+)"', first)
    assert address is not None
    second = client.get(address[1].replace("&amp;", "&")).text
    assert len(_events(first)) == PAGE
    assert _events(first) + _events(second) == [f"main/{number}" for number in range(PAGE + 3, 0, -1)]
    assert 'id="next-page"' not in second
    assert 'id="first-page"' in second


def test_the_statements_and_the_bytes_do_not_grow(
    cast: Cast, declared: Declared, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(PAGE // 2):
        declared(f"TJ-{number}", SHIRTS)
    with django_assert_max_num_queries(18):
        page = client.get("/audit/")
    assert len(_events(page.text)) == PAGE
    assert len(gzip.compress(page.content)) <= 15_000


# -- the filter -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"who": "officer.dushanbe2"}, ["main/4", "main/1"]),
        ({"who": "Invented officer.dushanbe2"}, ["main/4", "main/1"]),
        ({"who": "Invented customs system"}, ["main/3"]),
        ({"who": "system:portal"}, ["main/2"]),
        ({"action": "shipment.screened"}, ["main/2"]),
        ({"from": "2026-03-02"}, ["main/4", "main/3"]),
        ({"to": "2026-03-01"}, ["main/2", "main/1"]),
        ({"from": "2026-03-02", "to": "2026-03-02"}, ["main/3"]),
        ({"who": "officer.dushanbe2", "to": "2026-03-01"}, ["main/1"]),
        ({"action": "shipment.screened", "from": "2026-03-02"}, []),
        ({"after": "nonsense"}, ["main/4", "main/3", "main/2", "main/1"]),
    ],
)
def test_the_filter(cast: Cast, client: Client, asked: dict[str, str], found: list[str]) -> None:
    for day, (actor, action) in enumerate(
        [
            ("", "note.added"),
            ("system:portal", "shipment.screened"),
            (f"client:{cast.customs_system.pk}", "note.added"),
            ("", "note.added"),
        ]
    ):
        with clock.at(datetime(2026, 3, 1, 6, tzinfo=UTC) + timedelta(days=max(0, day - 1))):
            _record(cast, actor=actor, action=action)
    assert _events(client.get("/audit/", asked).text) == found


@pytest.mark.parametrize("by", ["number", "key"])
def test_the_events_of_one_declaration(cast: Cast, declared: Declared, client: Client, by: str) -> None:
    shipment, _ = declared("TJ-1", SOLVENT), declared("TJ-2", SHIRTS)
    page = client.get("/audit/", {"subject": "TJ-1" if by == "number" else str(shipment.pk)}).text
    assert "TJ-1" in page
    assert "TJ-2" not in page
    assert len(_events(page)) == (2 if by == "number" else 1)  # a key is that of one thing


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"who": "no\x00body"}, "“no body” is not one person"),
        ({"who": "nobody"}, "“nobody” is not one person or system of your administration"),
        ({"who": "officer.ayritom"}, "“officer.ayritom” is not one person"),
        ({"who": "client:x"}, "“client:x” is not one person"),
        ({"action": "no.such"}, "Choose an action from the list."),
        ({"subject": "UZ\x001"}, "No declaration has the number “UZ 1”"),
        ({"subject": "UZ-1"}, "No declaration has the number “UZ-1”"),
        ({"from": "01.03.2026"}, "“01.03.2026” is no day"),
        ({"to": "2026-13-01"}, "“2026-13-01” is no day"),
        ({"to": "9999-12-31"}, "“9999-12-31” is no day"),
        ({"from": "0001-01-01"}, "“0001-01-01” is no day"),
        ({"from": "2026-03-02", "to": "2026-03-01"}, "The last day lies before the first"),
    ],
)
def test_a_filter_that_cannot_be_used_says_why_at_the_field(
    cast: Cast, client: Client, asked: dict[str, str], said: str
) -> None:
    _record(cast)
    answer = client.get("/audit/", asked)
    field = next(reversed(asked))
    assert answer.status_code == 422
    assert re.search(rf'id="{field}-problem">{re.escape(said)}', answer.text)
    assert re.search(
        rf'<\w+ id="{field}"[^>]*aria-describedby="[^"]*{field}-problem"[^>]*aria-invalid="true"', answer.text
    )
    assert _events(answer.text) == []


# -- whether it stands as written -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE ledger_auditevent SET detail = '{\"x\":1}' WHERE sequence = 2", "was changed after it was written"),
        ("DELETE FROM ledger_auditevent WHERE sequence = 1", "is missing or was changed"),
        ("UPDATE ledger_auditevent SET hash = 'x' WHERE sequence = 1", "is missing or was changed"),
    ],
)
def test_an_event_that_was_tampered_with_is_marked(cast: Cast, client: Client, statement: str, said: str) -> None:
    _record(cast, 3)
    with without_rules(connection), connection.cursor() as cursor:
        cursor.execute(statement)
    page = client.get("/audit/").text
    assert said in page
    assert "as it was written" in page or "as they were written" in page
    assert "Each event below has its own hash" not in page


def test_the_last_look_at_the_whole_chain_is_told(cast: Cast, client: Client) -> None:
    assert "The whole chain has not been checked yet." in client.get("/audit/").text
    _record(cast, 3)
    audit.export_head()
    audit.verify()
    page = client.get("/audit/").text
    assert "unchanged up to main/3" in page
    assert "Last hash kept outside the database: main/3" in page


def test_a_broken_chain_is_told_on_every_page(cast: Cast, client: Client) -> None:
    _record(cast, 3)
    with without_rules(connection), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_auditevent SET actor = 'system:other' WHERE sequence = 1")
    audit.verify()
    page = client.get("/audit/", {"action": "shipment.screened"}).text
    assert "and found broken" in page


# -- who, and nothing but reading -----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.AUDITOR, Role.CUSTOMS_SYSTEM}])
def test_others_do_not_read_the_chain(cast: Cast, signed_in: SignedIn, role: Role) -> None:
    at = cast.dushanbe_2 if role in (Role.OFFICER, Role.SUPERVISOR) else None
    assert signed_in(c.person("someone", cast.tajikistan, role, at)).get("/audit/").status_code == 403


def _routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    """Name and address of every route, with a key that nothing has for its parts."""
    filled = {"uuid": str(uuid4()), "slug": "list", "path": "1", "int": "1", "str": "x"}
    for pattern in resolver.url_patterns:
        route = before + re.sub(r"<(?:(\w+):)?\w+>", lambda part: filled[part[1] or "str"], str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, route)
        elif pattern.name != "sign-out" and not re.search(r"[\\^$(]", route):
            yield pattern.name or route, f"/{route}"


OWN_AFFAIRS = {"language", "account"}
"""What anybody may change for themselves."""
LIKE_READING = {"dashboard", "api-openapi", "sign-in"}
"""They answer a form sent to them as if they were opened."""


def test_an_auditor_changes_nothing_anywhere(cast: Cast, client: Client) -> None:
    """A form sent to any address of the portal is refused, and no row of any table of ours is more or less."""
    before = _rows()
    answers = {name: client.post(address, {}).status_code for name, address in sorted(_routes(get_resolver()))}
    assert len(answers) > 20
    taken = {name for name, status in answers.items() if status < 400} - OWN_AFFAIRS - LIKE_READING
    assert taken == set()
    assert _rows() == before


def _rows() -> dict[str, int]:
    """How many rows each of our tables has."""
    own = [model for app in PACKAGES if apps.is_installed(app) for model in apps.get_app_config(app).get_models()]
    return {model.__name__: model._default_manager.count() for model in own}


# -- words ----------------------------------------------------------------------------------------------------------


def _recorded() -> set[str]:
    """Every action that a module which records events names."""
    found: set[str] = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            text = path.read_text("utf-8")
            if re.search(r"\baudit\.record\(|\brecord\(\s*actor=", text):
                found |= {
                    node.value
                    for node in ast.walk(ast.parse(text))
                    if isinstance(node, ast.Constant)
                    and isinstance(node.value, str)
                    and re.fullmatch(r"[a-z]+\.[a-z]+(_[a-z]+)*", node.value)
                    and not re.search(r"\.(json|html|toml|py|zip|tar|sql)$", node.value)
                }
    return found


def test_every_action_that_the_code_records_has_words() -> None:
    assert _recorded() - ACTIONS.keys() == set()


@pytest.mark.parametrize("language", ["ru", "tg", "uz"])
def test_the_words_are_there_in_every_language(language: str) -> None:
    with translation.override("en"):
        english = {**{key: str(text) for key, text in ACTIONS.items()}, **{k: str(v) for k, v in SUBJECTS.items()}}
    with translation.override(language):
        same = [key for key in ACTIONS if word(ACTIONS, key) == english[key]]
        same += [key for key in SUBJECTS if word(SUBJECTS, key) == english[key]]
    assert same == []
