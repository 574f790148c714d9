"""The goods lines of a shipment's page: those that ask for a human in full, the others as a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Protocol

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import get_language

from checkpoints.actors import Actor
from checkpoints.roles import Ability
from screening.engine.explain import limit_sentence, rendered, say
from screening.engine.numerals import number_text
from screening.intake.declaration import Doubt
from screening.models import Answer, GoodsItem, Parameter, Question, Shipment
from screening.selectors.entries import EntryKey, EntryWords, in_order, limits_of, words_of
from screening.web.countries import country
from screening.web.doubts import doubt_text
from screening.web.handling import dangers_of
from screening.web.marks import Piece, pieces
from screening.web.tongue import language_of
from screening.web.words import FIELDS, HAZARDS, word

FULL: Final = 8
"""Lines shown in full on one page."""
COMPACT: Final = 100
"""Lines of the table on one page."""
_FIRST: Final = 3


class Screened(Protocol):
    """What lines are made of: a shipment's detail, or a declaration of an exercise, which is never stored."""

    @property
    def shipment(self) -> Shipment: ...
    @property
    def items(self) -> Sequence[GoodsItem]: ...
    @property
    def verdicts(self) -> Mapping[int, dict[str, Any]]: ...
    @property
    def questions(self) -> Sequence[Question]: ...
    @property
    def answers(self) -> Sequence[Answer]: ...


@dataclass(frozen=True)
class Hazard:
    slug: str
    name: str


@dataclass(frozen=True)
class CandidateCard:
    """A list entry that may control the line, with what speaks for it and against it."""

    list_title: str
    code: str
    url: str
    title: str
    looks_like: str
    excluded: str
    language: str
    hazards: list[Hazard]
    level: str
    level_word: str
    score: int
    reasons_for: list[str]
    reasons_against: list[str]
    limits: list[str]


@dataclass(frozen=True)
class Ask:
    """A question with its form. ``said`` and ``problem`` are what was typed and what is wrong with it."""

    id: str
    text: str
    said: str = ""
    problem: str = ""


@dataclass(frozen=True)
class GoodsLine:
    number: int
    description: list[Piece]
    language: str
    hs_code: str
    facts: list[tuple[str, str]]
    doubts: list[str]
    level: str = "none"
    level_word: str = ""
    flagged: bool = False
    first: list[CandidateCard] = field(default_factory=list)
    further: list[CandidateCard] = field(default_factory=list)
    questions: list[Ask] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    precedents: list[Known] = field(default_factory=list)
    determine_url: str = ""
    why_url: str = ""


@dataclass(frozen=True)
class Known:
    """What was determined about the good that the line names; ``url`` leads to the good where the reader may see it."""

    text: str
    controlled: bool
    url: str


@dataclass(frozen=True)
class Lines:
    """``full`` and ``compact`` are pages of lines; ``flagged`` counts over all pages."""

    full: Page[GoodsLine]
    compact: Page[GoodsLine]
    flagged: int
    hazards: tuple[str, ...]


@dataclass(frozen=True)
class Wrong:
    """An answer that could not be used."""

    question: str
    said: str
    problem: str


def lines_of(
    detail: Screened,
    language: str,
    *,
    page: str,
    table: str,
    facts: Any,
    wrong: Wrong | None,
    actor: Actor | None = None,
) -> Lines:
    """Two statements, for the words and limits of the entries on this page alone. ``actor`` is offered what they may
    do about the goods; nobody in an exercise.
    """
    ranked = sorted(detail.items, key=lambda item: _rank(item, detail))
    important = [item for item in ranked if _rank(item, detail)[0] < _QUIET]
    quiet = [item for item in detail.items if _rank(item, detail)[0] == _QUIET]
    if len(detail.items) <= FULL:
        important, quiet = ranked, []
    full = Paginator(important, FULL).get_page(page)
    compact = Paginator(quiet, COMPACT).get_page(table)
    builder = _Builder(detail, language, list(full), facts, wrong, actor)
    return Lines(
        full=_replaced(full, [builder.line(item) for item in full]),
        compact=_replaced(compact, [builder.line(item) for item in compact]),
        flagged=sum(1 for verdict in detail.verdicts.values() if verdict["flagged"]),
        hazards=_hazards(detail),
    )


_QUIET: Final = 3


def _rank(item: GoodsItem, detail: Screened) -> tuple[int, float, int]:
    """Flagged lines first, the likeliest before; then those with open questions; then signs and doubts."""
    verdict = detail.verdicts.get(item.number, {})
    best = max((candidate["score"] for candidate in verdict.get("candidates", ())), default=0.0)
    if verdict.get("flagged"):
        return 0, -best, item.number
    if verdict.get("questions"):
        return 1, 0.0, item.number
    doubtful = any(doubt["line"] == item.number for doubt in detail.shipment.doubts)
    return (2 if verdict.get("signs") or doubtful else _QUIET), 0.0, item.number


def _replaced(page: Page[Any], lines: list[GoodsLine]) -> Page[GoodsLine]:
    page.object_list = lines
    return page


def _hazards(detail: Screened) -> tuple[str, ...]:
    """What to beware of on the flagged lines, over all pages."""
    flagged = [verdict for verdict in detail.verdicts.values() if verdict["flagged"]]
    candidates = [candidate for verdict in flagged for candidate in verdict["candidates"]]
    likely = [each for each in candidates if each["level"] in ("medium", "high")]
    return in_order(hazard for each in likely for hazard in dangers_of(each["hazards"]))


class _Builder:
    """Makes the lines of one page out of verdicts, entry words and open questions."""

    def __init__(
        self,
        detail: Screened,
        language: str,
        full: list[GoodsItem],
        facts: Any,
        wrong: Wrong | None,
        actor: Actor | None,
    ) -> None:
        self.language, self.facts, self.wrong = language, facts, wrong
        self.determine = determine_address(detail.shipment, actor)
        self.shipment = detail.shipment if actor and detail.shipment.latest_run_id else None
        self.sees_goods = actor is not None and actor.may(Ability.GOODS)
        self.verdicts = detail.verdicts
        self.doubts = _by_line(detail.shipment.doubts)
        self.questions = _open_questions(detail)
        keys = [key for item in full for key in _keys(self.verdicts.get(item.number))]
        self.words: dict[EntryKey, EntryWords] = words_of(keys, language) if keys else {}
        self.limits: dict[EntryKey, list[Parameter]] = limits_of(keys) if keys else {}

    def line(self, item: GoodsItem) -> GoodsLine:
        declared = self.verdicts.get(item.number)
        verdict = rendered(declared, self.language) if declared else None
        plain: dict[str, Any] = {
            "number": item.number,
            "language": language_of(item.description),
            "hs_code": item.hs_code,
            "facts": self._facts(item),
            "doubts": [doubt_text(doubt, self.language) for doubt in self.doubts[item.number]],
            "determine_url": f"{self.determine}{item.number}" if self.determine else "",
            "why_url": reverse("why", args=[self.shipment.pk, item.number]) if self.shipment else "",
        }
        if verdict is None:
            return GoodsLine(description=[Piece(item.description)], **plain)
        cards = [self._card(candidate) for candidate in verdict["candidates"]]
        return GoodsLine(
            description=pieces(item.description, verdict),
            level=verdict["level"],
            level_word=say(f"level-{verdict['level']}", self.language),
            flagged=verdict["flagged"],
            first=cards[:_FIRST],
            further=cards[_FIRST:],
            questions=self._asks(item.number, verdict),
            signs=[sign["text"] for sign in verdict["signs"]],
            precedents=[self._known(each) for each in verdict["precedents"]],
            **plain,
        )

    def _known(self, precedent: Mapping[str, Any]) -> Known:
        key = precedent["arguments"]["determination"]
        url = reverse("determination", args=[key]) if self.sees_goods else ""
        return Known(precedent["text"], precedent["points"] > 0, url)

    def _facts(self, item: GoodsItem) -> list[tuple[str, str]]:
        found = (
            ("origin", country(item.origin, self.language)),
            ("gross_kg", self.facts(item.gross_kg)),
            ("net_kg", self.facts(item.net_kg)),
            ("packages", " ".join(filter(None, [self.facts(item.packages), item.package_kind]))),
            ("quantity", " ".join(filter(None, [self.facts(item.quantity), item.unit]))),
            ("value", self.facts(item.value)),
            ("licence", item.licence),
        )
        return [(word(FIELDS, name), value) for name, value in found if value]

    def _asks(self, number: int, verdict: Mapping[str, Any]) -> list[Ask]:
        known = self.questions[number]
        return [self._ask(known[each["key"]], each["text"]) for each in verdict["questions"] if each["key"] in known]

    def _ask(self, question: Question, text: str) -> Ask:
        key = str(question.pk)
        if self.wrong and self.wrong.question == key:
            return Ask(key, text, self.wrong.said, self.wrong.problem)
        return Ask(key, text)

    def _card(self, candidate: Mapping[str, Any]) -> CandidateCard:
        key = candidate["list"], candidate["code"]
        words = self.words.get(key, EntryWords(self.language, "", "", ""))
        return CandidateCard(
            list_title=words.list_title or candidate["list"],
            code=candidate["code"],
            url=reverse("entry", args=key),
            title=words.title,
            looks_like=words.looks_like,
            excluded=words.excluded,
            language=words.language,
            hazards=[Hazard(hazard, word(HAZARDS, hazard)) for hazard in in_order(candidate["hazards"])],
            level=candidate["level"],
            level_word=say(f"level-{candidate['level']}", self.language),
            score=round(candidate["score"] * 100),
            reasons_for=[each["text"] for each in candidate["evidence"] if each["points"] > 0],
            reasons_against=[each["text"] for each in candidate["evidence"] if each["points"] <= 0],
            limits=[limit_text(limit, self.language) for limit in self.limits.get(key, ())],
        )


def determine_address(shipment: Shipment, actor: Actor | None) -> str:
    """Where the good of one of the shipment's lines is determined, but for the line's number; empty where not."""
    own = actor is not None and shipment.latest_run_id and shipment.administration_id == actor.administration_id
    if actor is None or not own or not actor.may(Ability.DETERMINE):
        return ""
    return f"{reverse('determine')}?shipment={shipment.pk}&line="


def limit_text(limit: Parameter, language: str) -> str:
    """“Concentration by weight: at least 30 %”."""
    return limit_sentence(limit.quantity, limit.comparison, limit.limit, limit.unit, language)


def decimal_text(value: Decimal | None) -> str:
    """A declared figure as the page's language writes it: 17600.50 is “17 600,5” in Russian."""
    return "" if value is None else number_text(value, get_language() or "en")


def _keys(verdict: Mapping[str, Any] | None) -> Iterable[EntryKey]:
    for candidate in verdict["candidates"] if verdict else ():
        yield candidate["list"], candidate["code"]


def _by_line(doubts: Iterable[Mapping[str, Any]]) -> defaultdict[int, list[Doubt]]:
    found: defaultdict[int, list[Doubt]] = defaultdict(list)
    for doubt in doubts:
        found[doubt["line"]].append(Doubt(**doubt))
    return found


def _open_questions(detail: Screened) -> defaultdict[int, dict[str, Question]]:
    """Questions of the latest run that nobody has answered since."""
    answered = {answer.question_id for answer in detail.answers}
    found: defaultdict[int, dict[str, Question]] = defaultdict(dict)
    for question in detail.questions:
        if question.pk not in answered:
            found[question.item_number][question.key] = question
    return found
