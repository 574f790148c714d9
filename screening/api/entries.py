"""List entries: found by HS code, CAS number or words, and one in full."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from screening.api import contract, results
from screening.api.access import ClientView
from screening.api.queries import LONGEST, Query, bad
from screening.engine.explain import limit_sentence
from screening.models import Entry, Parameter
from screening.selectors import lists
from screening.selectors.entries import EntryWords, entry_in_force, in_order, words_of
from screening.selectors.lists import MOST, FoundEntry
from screening.services.check import check_line
from screening.services.index import NoCatalogue

_WAYS: Final = ("hs", "cas", "q")


class Entries(ClientView):
    """``GET /api/v1/entries?hs=|cas=|q=``."""

    scopes: ClassVar[dict[str, str]] = {"GET": "lists:read"}
    parameters = frozenset(_WAYS)

    @contract.FIND_ENTRIES
    def get(self, request: Request) -> Response:
        found = _found(self.query, self.actor(request).administration_id, self.language)
        return Response({"entries": [_row(each) for each in found[:MOST]], "complete": len(found) < MOST})


class EntryInForce(ClientView):
    """``GET /api/v1/entries/<list>/<code>``."""

    scopes: ClassVar[dict[str, str]] = {"GET": "lists:read"}

    @contract.READ_ENTRY
    def get(self, request: Request, slug: str, code: str) -> Response:
        entry = entry_in_force(slug, code, self.actor(request).administration_id)
        if entry is None:
            raise Http404
        return Response(_whole(entry, self.language))


def _found(query: Query, administration: UUID | None, language: str) -> list[FoundEntry]:
    given = {way: text for way in _WAYS if (text := query.text(way))}
    if len(given) != 1:
        raise bad("q", "", "one-way", _("Give one of hs, cas and q."))
    [(way, text)] = given.items()
    if way == "hs":
        return lists.entries_by_hs(_digits(text), administration, language=language)
    if way == "cas":
        return lists.entries_by_cas(text, administration, language=language)
    return _by_words(text, administration, language)


def _digits(text: str) -> str:
    digits = re.sub(r"(?<=\d)[. ]", "", text)
    if not re.fullmatch("[0-9]{2,12}", digits):
        raise bad("hs", text, "code-bad", _("Write 2 to 12 digits; dots and blanks do not count."))
    return digits


def _by_words(text: str, administration: UUID | None, language: str) -> list[FoundEntry]:
    """Codes that begin so; then what the engine finds for the words, best first."""
    by_code = lists.entries_by_code(text, administration, language=language)
    known = {(each.list_slug, each.code) for each in by_code}
    keys = [(each["list"], each["code"]) for each in _candidates(text, administration)]
    return by_code + lists.titled([key for key in keys if key not in known], language)


def _candidates(text: str, administration: UUID | None) -> list[dict[str, Any]]:
    try:
        checked = check_line(text=text[:LONGEST], administration=administration)
    except NoCatalogue:
        return []
    candidates: list[dict[str, Any]] = checked.verdict["candidates"]
    return candidates


def _row(found: FoundEntry) -> dict[str, Any]:
    return {
        "list": found.list_slug,
        "code": found.code,
        "title": found.title,
        "language": found.language,
        "entry": results.entry_url(found.list_slug, found.code),
    }


def _whole(entry: Entry, language: str) -> dict[str, Any]:
    """Eight statements."""
    slug = entry.edition.control_list.slug
    words = words_of([(slug, entry.code)], language).get((slug, entry.code), EntryWords(language, "", "", ""))
    return {
        "list": slug,
        "edition": entry.edition.name,
        "code": entry.code,
        "kind": entry.kind,
        "title": words.title,
        "looks_like": words.looks_like,
        "excluded": words.excluded,
        "language": words.language,
        "hazards": list(in_order(entry.hazards.split(";"))),
        "parent": entry.parent.code if entry.parent else None,
        "children": list(entry.children.order_by("position").values_list("code", flat=True)),
        "identifiers": list(entry.identifiers.order_by("position").values("kind", "value")),
        "hs": list(entry.hs_correlations.order_by("position").values("code", "hs_edition", "confidence")),
        "limits": [_limit(each, language) for each in entry.parameters.order_by("position")],
        "source": entry.edition.source,
    }


def _limit(limit: Parameter, language: str) -> dict[str, Any]:
    return {
        "role": limit.role,
        "group": limit.group,
        "quantity": limit.quantity,
        "comparison": limit.comparison,
        "limit": limit.limit,
        "unit": limit.unit,
        "text": limit_sentence(limit.quantity, limit.comparison, limit.limit, limit.unit, language),
    }
