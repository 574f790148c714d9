"""Shipments, submissions and verdicts as answers show them, told in the caller's language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from screening.api.problems import Fault
from screening.engine.explain import rendered, rendered_why, say
from screening.engine.verdict import LEVELS, Why
from screening.intake.declaration import Doubt, Refusal
from screening.intake.messages import sentence
from screening.models import Outcome, Question, ScreeningRun, Shipment, Submission
from screening.selectors.entries import EntryKey, EntryWords, lists_in_force, words_of
from screening.selectors.sent import Progress
from screening.selectors.watchlists import watchlists_in_force

Answered = dict[str, Any]


def shipment_url(key: UUID) -> str:
    return reverse("api-shipment", args=[key])


def submission_url(key: UUID) -> str:
    return reverse("api-submission", args=[key])


# -- shipments -------------------------------------------------------------------------------------


def head(shipment: Shipment) -> Answered:
    """What says where a shipment stands."""
    return {
        "id": str(shipment.pk),
        "declaration_number": shipment.declaration_number,
        "version": shipment.version,
        "state": shipment.state,
        "result": shipment_url(shipment.pk),
    }


def row(shipment: Shipment) -> Answered:
    """A shipment in a list; ``latest_run`` comes with it."""
    run = shipment.latest_run
    return {
        **head(shipment),
        "level": LEVELS[shipment.level] if run else None,
        "flagged": run.flagged if run else None,
        "lane": shipment.lane or None,
        "received_at": shipment.created_at.isoformat(),
        "arrival_at": shipment.arrival_at.isoformat(),
        "screened_at": run.created_at.isoformat() if run else None,
    }


def result(
    shipment: Shipment, questions: Sequence[Question], outcome: Outcome | None, *, pending: bool, language: str
) -> Answered:
    """Everything that screening found, and what was decided. Two statements."""
    run = shipment.latest_run
    lines = json.loads(run.evidence).get("lines", []) if run else []
    return {
        **row(shipment),
        "submission": submission_url(shipment.submission_id),
        "run_pending": pending,
        "run": _run(run) if run else None,
        "stale_lists": stale_lists(shipment.administration_id),
        "lines": verdicts(lines, language),
        "questions": [_question(each, lines, language) for each in questions],
        "doubts": [_doubt(each, language) for each in shipment.doubts],
        "outcome": {"decision": outcome.decision, "at": outcome.created_at.isoformat()} if outcome else None,
    }


def _run(run: ScreeningRun) -> Answered:
    return {
        "id": str(run.pk),
        "number": run.number,
        "at": run.created_at.isoformat(),
        "lists": run.editions,
        "policy": run.policy_version,
        "engine": run.engine_version,
        "evidence_sha256": run.evidence_sha256,
    }


def stale_lists(administration: UUID | None) -> list[str]:
    """Editions in force for an administration whose review is overdue, watchlists too, as runs name them."""
    today = timezone.localdate()
    in_force = (*lists_in_force(today, administration), *watchlists_in_force(today, administration))
    return [each.label for each in in_force if each.stale]


def verdicts(lines: Sequence[Mapping[str, Any]], language: str) -> list[Answered]:
    """The engine's documents with a sentence beside each reason, and the titles of the entries. One statement."""
    keys = {(each["list"], each["code"]) for line in lines for each in line["candidates"]}
    titles = words_of(keys, language) if keys else {}
    return [_verdict(rendered(line, language), titles) for line in lines]


def standings(asked: Iterable[Why], language: str) -> list[Answered]:
    """How entries that were asked about stand to a line. One statement where there are any."""
    told = [rendered_why(each.as_document(), language) for each in asked]
    titles = words_of({(each["list"], each["code"]) for each in told}, language) if told else {}
    return [_titled(each, titles) for each in told]


def _verdict(told: Answered, titles: Mapping[EntryKey, EntryWords]) -> Answered:
    return {**told, "id": int(told["id"]), "candidates": [_titled(each, titles) for each in told["candidates"]]}


def _titled(candidate: Answered, titles: Mapping[EntryKey, EntryWords]) -> Answered:
    slug, code = candidate["list"], candidate["code"]
    return {**candidate, "title": _title(titles, (slug, code)), "entry": entry_url(slug, code)}


def _title(titles: Mapping[EntryKey, EntryWords], key: EntryKey) -> str:
    return titles[key].title if key in titles else ""


def entry_url(slug: str, code: str) -> str:
    return reverse("api-entry", args=[slug, code])


def _question(question: Question, lines: Sequence[Mapping[str, Any]], language: str) -> Answered:
    asked_now = {(int(line["id"]), each["key"]) for line in lines for each in line["questions"]}
    arguments = {name: value for name, value in question.arguments.items() if name != "message"}
    return {
        "id": str(question.pk),
        "line": question.item_number,
        "key": question.key,
        "text": say(question.arguments["message"], language, arguments),
        "open": (question.item_number, question.key) in asked_now,
        "answers": [
            {"text": each.text, "at": each.created_at.isoformat(), "by": each.answered_by.partition(":")[0]}
            for each in question.answers.all()
        ],
    }


def _doubt(values: Mapping[str, Any], language: str) -> Answered:
    return {**values, "text": sentence(Doubt(**values), language)}


# -- submissions -----------------------------------------------------------------------------------


def submission(
    sent: Submission, progress: Progress, shipments: Iterable[Shipment], following: str | None, language: str
) -> Answered:
    """How far a file, batch or message is. ``following`` is the address of the next page of its shipments."""
    return {
        "id": str(sent.pk),
        "status": submission_url(sent.pk),
        "state": sent.state,
        "kind": sent.channel,
        "filename": sent.filename,
        "sha256": sent.sha256,
        "received_at": sent.created_at.isoformat(),
        "counts": {
            "shipments": progress.shipments,
            "screening": progress.screening,
            "done": progress.done,
            "failed": progress.failed,
            "refused": len({each["declaration_number"] for each in sent.refusals}),
        },
        "refusals": [
            {"declaration_number": each["declaration_number"], **refusal(Refusal(**each), language)}
            for each in sent.refusals
        ],
        "shipments": [row(each) for each in shipments],
        "next": following,
    }


def refusal(refused: Refusal, language: str) -> Answered:
    """As problems tell it."""
    said = fault(refused, language)
    return {
        "line": said.line,
        "field": said.field,
        "value": said.value,
        "code": said.code,
        "detail": said.detail,
    }


def fault(refused: Refusal, language: str) -> Fault:
    return Fault(refused.field, refused.value, refused.message, sentence(refused, language), refused.line)
