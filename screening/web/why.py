"""Why an entry does or does not control a line: every reason with its points, adding up to the score."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from checkpoints.roles import Ability
from screening.engine.explain import rendered_why, say
from screening.engine.numerals import number_text
from screening.engine.verdict import Why
from screening.selectors.entries import EntryWords, words_of
from screening.services.index import NoCatalogue
from screening.services.why import Asked, NoEntry, why_item
from screening.web.access import Request, needs, shipment_or_404
from screening.web.edition_titles import edition_titles, editions_text

LONGEST: Final = 60
"""Characters of a code asked for."""


@dataclass(frozen=True)
class Step:
    """A reason and what it adds to the log-odds of the score: “+6.5”."""

    text: str
    points: str


@dataclass(frozen=True)
class Standing:
    """How an entry stands to the line; ``said`` is the outcome in words."""

    code: str
    url: str
    title: str
    language: str
    list_title: str
    said: str
    steps: list[Step]
    sum: str
    score: int
    not_stated: list[str]


@require_GET
@needs(Ability.VIEW)
def why(request: Request, key: UUID, number: int) -> HttpResponse:
    """A line of a shipment and any entry, by the lists in force now. ``?entry=2B350.g``"""
    shipment = shipment_or_404(request, key)
    item = get_object_or_404(shipment.items, number=number)
    entry = " ".join(request.GET.get("entry", "").split())[:LONGEST]
    language = get_language() or "en"
    page = {"shipment": shipment, "item": item, "entry": entry}
    if not entry:
        return render(request, "web/why.html", page)
    try:
        asked = why_item(item, entry, shipment.administration_id)
    except NoEntry:
        return render(request, "web/why.html", {**page, "problem": no_entry(entry)}, status=404)
    except NoCatalogue:
        return render(request, "web/why.html", {**page, "no_lists": True}, status=503)
    lists = editions_text(asked.editions, edition_titles(language, shipment.administration_id))
    return render(request, "web/why.html", {**page, "standings": standings_of(asked, language), "lists": lists})


def no_entry(entry: str) -> str:
    return _(
        "No list in force has an entry “%(entry)s”. Write its code as the list prints it, for instance 2B350.g."
    ) % {"entry": entry}


def standings_of(asked: Asked, language: str) -> list[Standing]:
    """One statement, for the titles."""
    words = words_of([(each.candidate.list_slug, each.candidate.code) for each in asked.found], language)
    return [_standing(each, words, language) for each in asked.found]


def _standing(why: Why, words: dict[tuple[str, str], EntryWords], language: str) -> Standing:
    told = rendered_why(why.as_document(), language)
    key = told["list"], told["code"]
    entry = words.get(key, EntryWords(language, "", "", ""))
    steps = [Step(_("Before anything is known of a line"), _points(why.prior))]
    steps += [Step(each["text"], _points(each["points"])) for each in told["evidence"]]
    if why.repeated:
        steps.append(Step(_("What names the goods more than once counts once"), _points(-why.repeated)))
    return Standing(
        code=told["code"],
        url=reverse("entry", args=key),
        title=entry.title,
        language=entry.language,
        list_title=entry.list_title or told["list"],
        said=_outcome(why, language),
        steps=steps,
        sum=_points(why.sum),
        score=round(told["score"] * 100),
        not_stated=told["not_stated"],
    )


def _outcome(why: Why, language: str) -> str:
    if not why.candidate.evidence:
        return _("Nothing in the line points at this entry.")
    if why.candidate.level == "none":
        return _("Too little points at this entry.")
    if why.told:
        return _("The verdict names this entry: %(level)s.") % {"level": say(f"level-{why.candidate.level}", language)}
    return _(
        "Left out of the verdict: another paragraph of the heading says the same better, or ten entries are likelier."
    )


def _points(value: float) -> str:
    """“+6.5”, in Russian “+6,5”: two places at most."""
    sign = "−" if value < 0 else "+"
    return sign + number_text(Decimal(f"{abs(value):.2f}").normalize(), get_language() or "en")
