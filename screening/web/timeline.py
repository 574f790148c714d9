"""What happened to a shipment: who, what, when, and by which editions of the lists. Newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from typing import Final

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkpoints.models import User
from screening.engine.explain import say
from screening.models import (
    Answer,
    Attachment,
    Escalation,
    Holding,
    InspectionResult,
    Note,
    Question,
    Review,
    ScreeningRun,
    Shipment,
)
from screening.selectors.reviews import Standing, standing
from screening.selectors.shipments import MOST, Detail
from screening.web.words import (
    CAUSES,
    CHANNELS,
    DECISIONS,
    ESCALATIONS,
    FINDINGS,
    STANDINGS,
    level_message,
    word,
)

SHOWN: Final = 12
"""Moments that stand open; earlier ones are folded."""


@dataclass(frozen=True)
class Moment:
    """``said`` are a person's own words, ``facts`` folded pairs of name and value; ``tone``: "", done, grave."""

    at: datetime
    what: str
    who: str = ""
    said: str = ""
    url: str = ""
    link: str = ""
    tone: str = ""
    summary: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Timeline:
    """``cut``: of some kind of event only the latest are shown."""

    latest: list[Moment]
    earlier: list[Moment]
    cut: bool


def timeline(found: Detail, titles: Mapping[str, str], language: str) -> Timeline:
    """Asks nothing of the database. ``titles`` are the names of list editions in force by their labels."""
    moments = sorted(_moments(found, titles, language), key=lambda moment: moment.at, reverse=True)
    kinds = (found.runs, found.reviews, found.holdings, found.notes, found.answers)
    return Timeline(moments[:SHOWN], moments[SHOWN:], cut=any(len(rows) >= MOST for rows in kinds))


def _moments(found: Detail, titles: Mapping[str, str], language: str) -> Iterator[Moment]:
    """In the order in which things happen, the last first, for those of the same moment."""
    yield from _amendments(found)
    yield from (_result(each) for each in found.results)
    yield from (moment for each in found.reviews for moment in _decision(each))
    yield from (_escalation(each) for each in found.escalations)
    yield from _holdings(found.holdings)
    yield from (_note(each) for each in found.notes)
    yield from (_attachment(each) for each in found.attachments)
    yield from _runs(found.runs, titles, language)
    yield from _answers(found, language)
    yield _received(found)


def _received(found: Detail) -> Moment:
    submission = found.shipment.submission
    channel = word(CHANNELS, submission.channel)
    return Moment(
        at=found.shipment.created_at,
        what=_("Declaration received, %(channel)s") % {"channel": channel},
        who=found.names.get(submission.submitted_by, ""),
        url=reverse("submission", args=[submission.pk]),
        link=_("as it was sent in"),
    )


def _amendments(found: Detail) -> Iterator[Moment]:
    shipment = found.shipment
    for other in found.other_versions:
        if other.version > shipment.version:
            yield _version(other, shipment, _("Amended: version %(version)d was received"))


def _version(other: Shipment, shipment: Shipment, text: str) -> Moment:
    return Moment(
        at=other.created_at,
        what=text % {"version": other.version},
        url=reverse("shipment", args=[other.pk]),
        link=_("show it"),
    )


# -- runs and answers ----------------------------------------------------------------------------------


def _runs(runs: list[ScreeningRun], titles: Mapping[str, str], language: str) -> Iterator[Moment]:
    for run, before in zip_longest(runs, runs[1:]):
        yield _run(run, before, titles, language)


def _run(run: ScreeningRun, before: ScreeningRun | None, titles: Mapping[str, str], language: str) -> Moment:
    level = say(level_message(run.level), language)
    outcome = _("%(level)s, flagged") % {"level": level} if run.flagged else level
    what = _("Screened, run %(number)d (%(cause)s): %(outcome)s")
    lists = ngettext("%(count)d list", "%(count)d lists", len(run.editions)) % {"count": len(run.editions)}
    new = [label for label in run.editions if before and label not in before.editions]
    changed = _("new: %(editions)s") % {"editions": ", ".join(new)} if new else ""
    return Moment(
        at=run.created_at,
        what=what % {"number": run.number, "cause": word(CAUSES, run.request.cause), "outcome": outcome},
        tone="grave" if run.flagged else "",
        summary=", ".join(filter(None, [lists, changed, run.evidence_sha256[:12]])),
        facts=_proof(run, titles),
    )


def _proof(run: ScreeningRun, titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """What it takes to repeat the run years later."""
    facts = (
        (_("Lists"), "; ".join(titles.get(label, label) for label in run.editions)),
        (_("Index"), run.index_digest),
        (_("Evidence"), run.evidence_sha256),
        (_("Policy"), run.policy_version),
        (_("Engine"), " ".join(filter(None, [run.engine_version, run.code_revision]))),
    )
    return [(name, value) for name, value in facts if value]


def _answers(found: Detail, language: str) -> Iterator[Moment]:
    questions = {question.pk: question for question in found.questions}
    for answer in found.answers[:MOST]:
        yield _answer(answer, questions[answer.question_id], found, language)


def _answer(answer: Answer, question: Question, found: Detail, language: str) -> Moment:
    arguments = dict(question.arguments)
    asked = say(arguments.pop("message"), language, arguments)
    return Moment(
        at=answer.created_at,
        what=_("Line %(number)d: %(question)s") % {"number": question.item_number, "question": asked},
        who=found.names.get(answer.answered_by, ""),
        said=_("cannot be found out") if answer.text == "?" else answer.text,
    )


# -- who worked on it ------------------------------------------------------------------------------------


def _holdings(holdings: list[Holding]) -> Iterator[Moment]:
    """What began each holding, and what ended it where nothing else says so."""
    for place, holding in enumerate(holdings):
        before = holdings[place + 1] if place + 1 < len(holdings) else None
        if holding.ended_at and holding.end == Holding.End.GIVEN_BACK:
            yield Moment(at=holding.ended_at, what=_("Given back"), who=name_of(holding.holder))
        yield _began(holding, before)


def _began(holding: Holding, before: Holding | None) -> Moment:
    who = holding.given_by or holding.holder
    if holding.given_by:
        what = _("Handed over to %(name)s") % {"name": name_of(holding.holder)}
    elif before and before.end == Holding.End.TAKEN_AWAY and holding.note:
        what = _("Taken over from %(name)s") % {"name": name_of(before.holder)}
    else:
        what = _("Taken to work on")
    return Moment(at=holding.created_at, what=what, who=name_of(who), said=holding.note)


def _note(note: Note) -> Moment:
    return Moment(at=note.created_at, what=_("Note"), who=name_of(note.author), said=note.text)


def _attachment(attachment: Attachment) -> Moment:
    return Moment(
        at=attachment.created_at,
        what=_("Attached, %(size)s") % {"size": filesizeformat(attachment.size)},
        who=name_of(attachment.author),
        url=reverse("attachment", args=[attachment.shipment_id, attachment.pk]),
        link=attachment.filename,
    )


# -- decisions -------------------------------------------------------------------------------------------


def _decision(review: Review) -> Iterator[Moment]:
    """The second person's word, then the proposal that it answers."""
    confirmation = getattr(review, "confirmation", None)
    if confirmation:
        yield Moment(
            at=confirmation.created_at,
            what=(_("Confirmed: %(decision)s") if confirmation.confirmed else _("Sent back: %(decision)s"))
            % {"decision": word(DECISIONS, review.decision)},
            who=name_of(confirmation.confirmer),
            said=confirmation.note,
            tone="done" if confirmation.confirmed else "",
        )
    now = standing(review)
    yield Moment(
        at=review.created_at,
        what=_decided(review) % {"decision": word(DECISIONS, review.decision), "run": review.run.number},
        who=name_of(review.proposer),
        said=review.note,
        tone="" if review.needs_confirmation else "done",
        summary="" if now in (Standing.IN_EFFECT, Standing.SENT_BACK) else word(STANDINGS, now),
    )


def _decided(review: Review) -> str:
    if review.corrects_id:
        return (
            _("Correction proposed on run %(run)d: %(decision)s")
            if review.needs_confirmation
            else _("Corrected on run %(run)d: %(decision)s")
        )
    if review.needs_confirmation:
        return _("Proposed on run %(run)d: %(decision)s")
    return _("Decided on run %(run)d: %(decision)s")


def _result(result: InspectionResult) -> Moment:
    return Moment(
        at=result.created_at,
        what=_("Result of the check: %(found)s") % {"found": word(FINDINGS, result.found)},
        who=name_of(result.recorded_by),
        said=result.note,
        tone="grave" if result.found != InspectionResult.Found.NOTHING else "done",
    )


def _escalation(escalation: Escalation) -> Moment:
    return Moment(
        at=escalation.created_at,
        what=_("Passed on to the supervisors: %(cause)s") % {"cause": word(ESCALATIONS, escalation.cause)},
        tone="grave",
    )


def name_of(user: User) -> str:
    return user.get_full_name() or user.username
