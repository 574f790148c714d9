"""A list entry as its edition in force has it: what the goods are, when they are controlled, what they are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from screening.engine.explain import say
from screening.models import Edition, Entry, HsCorrelation, Parameter, Term
from screening.selectors.entries import EntryWords, entry_in_force, in_language, in_order, words_of
from screening.web.access import Request, actor_of, signed_in
from screening.web.goods_lines import limit_text
from screening.web.handling import Handling, dangers_of, handling_of
from screening.web.words import CONFIDENCES, HAZARDS, IDENTIFIERS, REVIEWS, word

_MOST_BELOW: Final = 200
_AGAINST: Final = "against"
_CONTEXT: Final = "context"


@dataclass(frozen=True)
class Limits:
    """Figures that must all hold together."""

    frees: bool
    texts: list[str]


@dataclass(frozen=True)
class Relative:
    """An entry above or below."""

    code: str
    url: str
    title: str
    language: str


@dataclass(frozen=True)
class Names:
    """Terms of one language and review state."""

    language: str
    language_name: str
    texts: list[str]
    review: str


@dataclass(frozen=True)
class EntryPage:
    """``review`` says who has read the texts of the entry in the reader's language."""

    code: str
    words: EntryWords
    review: str
    list_title: str
    list_url: str
    edition: Edition
    stale: bool
    above: list[Relative]
    below: list[Relative]
    hazards: list[str]
    handling: list[Handling]
    names: list[Names]
    context: list[Names]
    against: list[Names]
    identifiers: list[tuple[str, str]]
    hs: list[tuple[str, str, str]]
    limits: list[Limits]
    questions: list[str]


@require_GET
@signed_in
def entry(request: Request, slug: str, code: str) -> HttpResponse:
    found = entry_in_force(slug, code, actor_of(request).administration_id)
    if found is None:
        raise Http404
    return render(request, "web/entry.html", {"page": _page(found, get_language() or "en")})


def _page(row: Entry, language: str) -> EntryPage:
    edition, slug = row.edition, row.edition.control_list.slug
    above = [each.code for each in _above(row)]
    below = list(row.children.order_by("position").values_list("code", flat=True)[:_MOST_BELOW])
    words = words_of([(slug, code) for code in (row.code, *above, *below)], language)
    own = words.get((slug, row.code), EntryWords(language, row.code, "", ""))
    hazards, terms, limits = in_order(row.hazards.split(";")), list(row.terms.order_by("position")), _parameters(row)
    read = dict(row.texts.values_list("language", "review_state"))
    return EntryPage(
        code=row.code,
        words=own,
        review=word(REVIEWS, read.get(own.language, "")),
        list_title=in_language(edition.title, language)[1] or slug,
        list_url=reverse("list", args=[slug]),
        edition=edition,
        stale=edition.review_by < timezone.localdate(),
        above=[_relative(slug, code, words) for code in above],
        below=[_relative(slug, code, words) for code in below],
        hazards=[word(HAZARDS, hazard) for hazard in hazards],
        handling=handling_of(dangers_of(hazards), language),
        names=_names(term for term in terms if term.weight not in (_CONTEXT, _AGAINST)),
        context=_names(term for term in terms if term.weight == _CONTEXT),
        against=_names(term for term in terms if term.weight == _AGAINST),
        identifiers=[(word(IDENTIFIERS, each.kind), each.value) for each in row.identifiers.order_by("position")],
        hs=[_hs(each) for each in row.hs_correlations.order_by("position")],
        limits=_limits(limits, language),
        questions=list(dict.fromkeys(_question(row.code, limit, language) for limit in limits)),
    )


def _above(row: Entry) -> list[Entry]:
    """From the top of the tree to the heading right above."""
    found: list[Entry] = []
    while row.parent is not None:
        row = row.parent
        found.insert(0, row)
    return found


def _relative(slug: str, code: str, words: dict[tuple[str, str], EntryWords]) -> Relative:
    found = words.get((slug, code), EntryWords("", "", "", ""))
    return Relative(code, reverse("entry", args=[slug, code]), found.title, found.language)


def _names(terms: Iterable[Term]) -> list[Names]:
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for term in terms:
        found[term.language, term.review_state].append(term.text)
    spoken = dict(settings.LANGUAGES)
    return [
        Names(language, spoken.get(language, language), texts, word(REVIEWS, review))
        for (language, review), texts in found.items()
    ]


def _hs(correlation: HsCorrelation) -> tuple[str, str, str]:
    return correlation.code, word(CONFIDENCES, correlation.confidence), correlation.reason


def _parameters(row: Entry) -> list[Parameter]:
    return list(row.parameters.order_by("position"))


def _limits(limits: Iterable[Parameter], language: str) -> list[Limits]:
    groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for limit in limits:
        groups[limit.role, limit.group].append(limit_text(limit, language))
    return [Limits(role == "exclusion", texts) for (role, _), texts in groups.items()]


def _question(code: str, limit: Parameter, language: str) -> str:
    """What a run asks where a declaration does not state the figure (engine/questions.py)."""
    arguments = {
        "quantity": limit.quantity,
        "codes": code,
        "comparison": limit.comparison,
        "limit": f"{limit.limit} {limit.unit}".rstrip(),
    }
    return say(f"QU-FIGURE-{limit.role}", language, arguments)
