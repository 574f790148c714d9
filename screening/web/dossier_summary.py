"""A dossier's page for people: what was declared, found and done, in the reader's language, for paper too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from screening.dossier.case import Case
from screening.engine.explain import say
from screening.models import (
    Answer,
    Container,
    Document,
    GoodsItem,
    Note,
    Party,
    Question,
    Review,
    ReviewConfirmation,
    ShipmentOffice,
)
from screening.selectors.entries import EntryKey, EntryWords, words_of
from screening.web.audited import ACTIONS
from screening.web.declared import DocumentFact, PartyCard, document_fact, facts_of, party_card
from screening.web.goods_lines import decimal_text
from screening.web.words import CAUSES, DECISIONS, OFFICES, level_message, state_word, word


@dataclass(frozen=True)
class Line:
    number: int
    description: str
    hs_code: str
    origin: str
    net_kg: str


@dataclass(frozen=True)
class Flagged:
    line: int
    code: str
    title: str
    level: str


@dataclass(frozen=True)
class Run:
    number: int
    at: datetime
    cause: str
    level: str
    editions: str
    policy: str
    digest: str
    flagged: list[Flagged]


@dataclass(frozen=True)
class Said:
    """Something that a person wrote or decided."""

    at: datetime
    who: str
    what: str
    text: str


@dataclass(frozen=True)
class Event:
    place: str
    at: datetime
    who: str
    what: str
    hash: str


@dataclass(frozen=True)
class Summary:
    number: str
    version: int
    administration: str
    state: str
    arrival_at: datetime
    received_at: datetime
    original_sha256: str
    facts: list[tuple[str, str]]
    parties: list[PartyCard]
    offices: list[tuple[str, str]]
    containers: str
    documents: list[DocumentFact]
    lines: list[Line]
    runs: list[Run]
    said: list[Said]
    events: list[Event]


def summary(case: Case, language: str) -> str:
    """A whole HTML page without scripts; the same text for the same case and language."""
    with translation.override(language):
        return render_to_string("web/dossier_summary.html", {"page": _summary(case, language)})


def _summary(case: Case, language: str) -> Summary:
    shipment = case.shipment
    return Summary(
        number=shipment.declaration_number,
        version=shipment.version,
        administration=shipment.administration.name,
        state=state_word(shipment.state, shipment.level),
        arrival_at=shipment.arrival_at,
        received_at=case.submission.created_at,
        original_sha256=case.submission.sha256,
        facts=facts_of(shipment, language),
        parties=[party_card(row, language) for row in _of(Party, case.declared["parties"])],
        offices=[
            (word(OFFICES, row.role), case.names["checkpoints"].get(str(row.checkpoint_id), ""))
            for row in _of(ShipmentOffice, case.declared["offices"])
        ],
        containers=", ".join(row.number for row in _of(Container, case.declared["containers"])),
        documents=[document_fact(row) for row in _of(Document, case.declared["documents"])],
        lines=[_line(row) for row in sorted(_of(GoodsItem, case.declared["items"]), key=lambda row: row.number)],
        runs=_runs(case, language),
        said=sorted(_said(case, language), key=lambda said: said.at),
        events=[_event(case, event) for event in case.events],
    )


def _of(model: type[Any], rows: Iterable[Any]) -> Iterator[Any]:
    return (row for row in rows if isinstance(row, model))


def _line(row: GoodsItem) -> Line:
    return Line(row.number, row.description, row.hs_code, row.origin, decimal_text(row.net_kg))


def _runs(case: Case, language: str) -> list[Run]:
    causes = {request.pk: request.cause for request in case.work["requests"]}  # type: ignore[attr-defined]
    titles = words_of({(flag.list_slug, flag.entry_code) for flag in case.flags}, language)
    return [
        Run(
            number=run.number,
            at=run.created_at,
            cause=word(CAUSES, causes.get(run.request_id, "")),
            level=say(level_message(run.level), language),
            editions=", ".join(run.editions),
            policy=f"{run.policy_version}, {run.engine_version}",
            digest=run.evidence_sha256,
            flagged=[_flagged(flag, titles, language) for flag in case.flags if flag.run_id == run.pk],
        )
        for run in case.runs
    ]


def _flagged(flag: Any, titles: dict[EntryKey, EntryWords], language: str) -> Flagged:
    words = titles.get((flag.list_slug, flag.entry_code))
    title = words.title if words else ""
    return Flagged(flag.item_number, flag.entry_code, title, say(level_message(flag.level), language))


def _said(case: Case, language: str) -> Iterator[Said]:
    questions = {row.pk: row for row in _of(Question, case.work["questions"])}
    for answer in _of(Answer, case.work["answers"]):
        text = f"{_asked(questions[answer.question_id], language)} {answer.text}"
        yield Said(answer.created_at, _who(case, answer.answered_by), word(ACTIONS, "question.answered"), text)
    for note in _of(Note, case.work["notes"]):
        yield Said(note.created_at, _person(case, note.author_id), word(ACTIONS, "note.added"), note.text)
    for review in _of(Review, case.work["reviews"]):
        what = word(ACTIONS, "review.proposed" if review.needs_confirmation else "review.decided")
        said = f"{what}: {word(DECISIONS, review.decision)}"
        yield Said(review.created_at, _person(case, review.proposer_id), said, review.note)
    for row in _of(ReviewConfirmation, case.work["confirmations"]):
        what = word(ACTIONS, "review.confirmed" if row.confirmed else "review.sent_back")
        yield Said(row.created_at, _person(case, row.confirmer_id), what, row.note)


def _asked(question: Question, language: str) -> str:
    arguments = dict(question.arguments)
    return say(arguments.pop("message"), language, arguments)


def _event(case: Case, event: Any) -> Event:
    place = f"{event.node}/{event.sequence}"
    return Event(place, event.at, _who(case, event.actor), word(ACTIONS, event.action), event.hash)


def _person(case: Case, key: Any) -> str:
    return case.names["people"].get(str(key), str(key))


def _who(case: Case, actor: str) -> str:
    kind, _, key = actor.partition(":")
    if kind == "system":
        return gettext("the portal itself")
    return case.names["systems" if kind == "client" else "people"].get(key, actor)
