"""Control lists: their editions, their entries in printed order, and look-up by HS code and CAS number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from screening.models import Activation, Edition, Entry, Term
from screening.selectors.entries import EntryKey, EntryWords, applying_to, words_of

MOST: Final = 50
"""Entries that one look-up gives at most."""
PAGE: Final = 60
"""Entries of a list on one page."""
_MOST_ROWS: Final = 200
_LONGEST_HS: Final = 6
_SLUG: Final = "edition__control_list__slug"


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """An entry of an edition in force; ``language`` is the one that the title is in."""

    list_slug: str
    code: str
    title: str
    language: str
    list_title: str


def entries_by_hs(prefix: str, administration: UUID | None, *, language: str = "en") -> list[FoundEntry]:
    """Entries declared under the HS code: 8457 finds those of 845710 and of 8457 itself, 8457101000 those of 845710.

    At most MOST, by list and place; two statements. Nothing for what is no code.
    """
    code = prefix[:_LONGEST_HS]
    if not code.isdecimal():
        return []
    wider = [code[:length] for length in (2, 4) if length < len(code)]
    matches = Q(hs_correlations__code__startswith=code) | Q(hs_correlations__code__in=wider)
    return _found(matches, administration, language)


def entries_by_cas(cas: str, administration: UUID | None, *, language: str = "en") -> list[FoundEntry]:
    """Entries that name the substance. At most MOST, by list and place; two statements."""
    return _found(Q(identifiers__kind="cas", identifiers__value=cas), administration, language)


def entries_by_code(prefix: str, administration: UUID | None, *, language: str = "en") -> list[FoundEntry]:
    """Entries whose code begins so, in either case. At most MOST, by list and place; two statements."""
    return _found(Q(code__istartswith=prefix), administration, language)


def _found(matches: Q, administration: UUID | None, language: str) -> list[FoundEntry]:
    rows = in_force(administration).filter(pk__in=Entry.objects.filter(matches).values("pk"))
    return titled(rows.values_list(_SLUG, "code")[:MOST], language)


def in_force(administration: UUID | None) -> QuerySet[Entry]:
    """Every entry of the editions in force for an administration, by list and place."""
    own = Entry.objects.filter(applying_to(administration, "edition__control_list__"))
    return own.filter(edition__state=Edition.State.ACTIVE).order_by(_SLUG, "position")


def titled(keys: Iterable[EntryKey], language: str) -> list[FoundEntry]:
    """The entries with their titles, in the order given."""
    asked = list(keys)
    words = words_of(asked, language) if asked else {}
    none = EntryWords(language, "", "", "")
    return [_titled(key, words.get(key, none)) for key in asked]


def _titled(key: EntryKey, words: EntryWords) -> FoundEntry:
    return FoundEntry(*key, words.title, words.language, words.list_title or key[0])


# -- lists and editions ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Described:
    """An edition in force or waiting, with how much is in it. ``proposed``: it waits for a second person."""

    edition: Edition
    entries: int
    terms: int
    proposed: bool


def editions(administration: UUID | None, *, drafts: bool) -> list[Described]:
    """Editions in force for an administration, with ``drafts`` those that wait too. One statement.

    By list, the one in force first.
    """
    shown = [Edition.State.ACTIVE, *([Edition.State.DRAFT] if drafts else [])]
    open_proposals = Activation.objects.filter(edition=OuterRef("pk"), confirmation=None)
    rows = (
        Edition.objects.filter(applying_to(administration), state__in=shown)
        .select_related("control_list")
        .annotate(
            entry_count=_count(Entry.objects.filter(edition=OuterRef("pk")), "edition"),
            term_count=_count(Term.objects.filter(entry__edition=OuterRef("pk")), "entry__edition"),
            proposed=Exists(open_proposals),
        )
        .order_by("control_list__slug", "state", "created_at")[:_MOST_ROWS]
    )
    return [Described(row, row.entry_count, row.term_count, row.proposed) for row in rows]


def _count(rows: QuerySet[Entry] | QuerySet[Term], by: str) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n")), 0)


def edition_in_force(slug: str, administration: UUID | None) -> Edition | None:
    """None also for another administration's national list."""
    rows = Edition.objects.filter(applying_to(administration), state=Edition.State.ACTIVE, control_list__slug=slug)
    return rows.select_related("control_list").first()


# -- the tree --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Node:
    """An entry in its place; ``depth`` counts the headings above it, three at most."""

    position: int
    code: str
    depth: int


@dataclass(frozen=True, slots=True)
class TreePage:
    """Entries in printed order; ``next`` and ``former`` are positions where other pages begin."""

    nodes: list[Node]
    next: int | None
    former: int | None


def tree(edition: Edition, *, begin: int = 0) -> TreePage:
    """One page of an edition's entries from a position on; two statements."""
    above = ("parent", "parent__parent", "parent__parent__parent")
    entries = edition.entries.order_by("position")
    rows = list(entries.filter(position__gte=begin).values_list("position", "code", *above)[: PAGE + 1])
    nodes = [Node(position, code, sum(key is not None for key in keys)) for position, code, *keys in rows[:PAGE]]
    before = list(
        edition.entries.filter(position__lt=begin).order_by("-position").values_list("position", flat=True)[:PAGE]
    )
    return TreePage(nodes, rows[PAGE][0] if len(rows) > PAGE else None, before[-1] if before else None)


def headings(edition: Edition) -> list[tuple[int, str]]:
    """Position and code of the entries at the top of the tree, in printed order: some forty in the longest list."""
    rows = edition.entries.filter(parent=None).order_by("position")
    return list(rows.values_list("position", "code")[:_MOST_ROWS])
