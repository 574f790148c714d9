"""A list entry as its edition in force has it: what the goods are, when they are controlled, what they are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from checkpoints.actors import Actor
from checkpoints.roles import Ability
from screening.engine.catalogue import INTANGIBLE
from screening.engine.explain import say
from screening.lists import term_proposals
from screening.lists.term_proposals import BadTerm
from screening.models import Edition, Entry, HsCorrelation, Parameter, Term
from screening.selectors.entries import EntryWords, entry_in_force, in_language, in_order, words_of
from screening.web import flagged, term_form
from screening.web.access import Request, actor_of, needs, signed_in
from screening.web.flagged import FlaggedPanel
from screening.web.goods_lines import limit_text
from screening.web.handling import Handling, dangers_of, handling_of
from screening.web.term_form import TermForm, TermPanel
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
    intangible: bool
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
    flagged: FlaggedPanel | None
    terms: TermPanel | None


@require_GET
@signed_in
def entry(request: Request, slug: str, code: str) -> HttpResponse:
    return _show(request, _entry_or_404(request, slug, code))


@require_POST
@needs(Ability.PROPOSE_TERM)
def propose_term(request: Request, slug: str, code: str) -> HttpResponse:
    """Keeps a proposal; what cannot be kept comes back with its reason at the field."""
    found, form = _entry_or_404(request, slug, code), TermForm(request.POST)
    if not form.is_valid() or not _proposed(request, found, form):
        return _show(request, found, form, status=422)
    messages.success(request, _("The proposal is kept. A list manager other than you decides on it."))
    return HttpResponseRedirect(reverse("entry", args=[slug, code]))


def _proposed(request: Request, found: Entry, form: TermForm) -> bool:
    slug = found.edition.control_list.slug
    try:
        term_proposals.propose(by=request.user, list_slug=slug, code=found.code, wanted=form.wanted)
    except BadTerm as error:
        form.add_error(error.field or None, str(error))
        return False
    return True


def _entry_or_404(request: Request, slug: str, code: str) -> Entry:
    found = entry_in_force(slug, code, actor_of(request).administration_id)
    if found is None:
        raise Http404
    return found


def _show(request: Request, found: Entry, form: TermForm | None = None, status: int = 200) -> HttpResponse:
    page = _page(found, actor_of(request), get_language() or "en", form)
    return render(request, "web/entry.html", {"page": page}, status=status)


def _page(row: Entry, actor: Actor, language: str, form: TermForm | None) -> EntryPage:
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
        intangible=row.kind == INTANGIBLE,
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
        flagged=flagged.panel(actor, (slug, row.code), language),
        terms=term_form.panel(actor, (slug, row.code), form) if row.kind != INTANGIBLE else None,
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
