"""A list entry as its edition in force has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from screening.models import Edition, Entry, HsCorrelation, Term
from screening.selectors.entries import EntryWords, entry_in_force, in_order, words_of
from screening.web.access import Request, signed_in
from screening.web.goods_lines import limit_text
from screening.web.handling import Handling, dangers_of, handling_of
from screening.web.words import CONFIDENCES, HAZARDS, IDENTIFIERS, word


@dataclass(frozen=True)
class Limits:
    """Figures that must all hold together."""

    frees: bool
    texts: list[str]


@dataclass(frozen=True)
class Relative:
    code: str
    url: str


@dataclass(frozen=True)
class EntryPage:
    code: str
    words: EntryWords
    list_title: str
    edition: Edition
    stale: bool
    above: Relative | None
    below: list[Relative]
    hazards: list[str]
    handling: list[Handling]
    terms: list[tuple[str, list[str]]]
    against: list[str]
    identifiers: list[tuple[str, str]]
    hs: list[tuple[str, str, str]]
    limits: list[Limits]


@require_GET
@signed_in
def entry(request: Request, slug: str, code: str) -> HttpResponse:
    found = entry_in_force(slug, code)
    if found is None:
        raise Http404
    return render(request, "web/entry.html", {"page": _page(found, get_language() or "en")})


def _page(row: Entry, language: str) -> EntryPage:
    edition = row.edition
    key = edition.control_list.slug, row.code
    hazards = in_order(row.hazards.split(";"))
    terms = list(row.terms.order_by("position"))
    return EntryPage(
        code=row.code,
        words=words_of([key], language).get(key, EntryWords(language, row.code, "", "")),
        list_title=edition.title.get(language) or edition.title.get("en", key[0]),
        edition=edition,
        stale=edition.review_by < timezone.localdate(),
        above=_relative(key[0], row.parent.code) if row.parent else None,
        below=[_relative(key[0], code) for code in row.children.order_by("position").values_list("code", flat=True)],
        hazards=[word(HAZARDS, hazard) for hazard in hazards],
        handling=handling_of(dangers_of(hazards), language),
        terms=_by_language(term for term in terms if term.weight != "against"),
        against=[term.text for term in terms if term.weight == "against"],
        identifiers=[(word(IDENTIFIERS, each.kind), each.value) for each in row.identifiers.order_by("position")],
        hs=[_hs(each) for each in row.hs_correlations.order_by("position")],
        limits=_limits(row, language),
    )


def _relative(slug: str, code: str) -> Relative:
    return Relative(code, reverse("entry", args=[slug, code]))


def _by_language(terms: Iterable[Term]) -> list[tuple[str, list[str]]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for term in terms:
        found[term.language].append(term.text)
    return list(found.items())


def _hs(correlation: HsCorrelation) -> tuple[str, str, str]:
    return correlation.code, word(CONFIDENCES, correlation.confidence), correlation.reason


def _limits(row: Entry, language: str) -> list[Limits]:
    groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for limit in row.parameters.order_by("position"):
        groups[limit.role, limit.group].append(limit_text(limit, language))
    return [Limits(role == "exclusion", texts) for (role, _), texts in groups.items()]
