"""List entries as readers see them: words, limits and hazards in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet

from screening.engine.catalogue import HAZARDS, LANGUAGES
from screening.models import Edition, Entry, EntryText, Parameter

EntryKey = tuple[str, str]
"""List slug and entry code."""

_ORDER: Final = LANGUAGES
"""The first of these that a list is written in stands in for a language that it is not: English where there is one."""


@dataclass(frozen=True, slots=True)
class EntryWords:
    """``language`` is the one that the words are in; another than the reader's where that is missing."""

    language: str
    title: str
    looks_like: str
    excluded: str
    list_title: str = ""


def words_of(keys: Iterable[EntryKey], language: str) -> dict[EntryKey, EntryWords]:
    """What entries are called and look like, in the edition last in force. One statement."""
    slugs, codes = _columns(keys)
    rows = (
        EntryText.objects.filter(
            entry__code__in=codes,
            entry__edition__control_list__slug__in=slugs,
            entry__edition__activated_at__isnull=False,
        )
        .annotate(slug=F("entry__edition__control_list__slug"), code=F("entry__code"))
        .order_by("entry__edition__activated_at")
        .values_list("slug", "code", "entry__edition__title", "language", "title", "looks_like", "excluded")
    )
    found: dict[EntryKey, EntryWords] = {}
    best_last = sorted(rows, key=lambda row: _preference(row[3], language), reverse=True)
    for slug, code, titles, spoken, title, looks, excluded in best_last:
        found[slug, code] = EntryWords(spoken, title, looks, excluded, in_language(titles, language)[1] or slug)
    return found


def in_language(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """The language of the best of texts by language, and that text: the reader's, else English, else the first given.

    Nothing where there is none.
    """
    given = [spoken for spoken, text in texts.items() if text]
    spoken = min(given, key=lambda each: _preference(each, language), default="")
    return spoken, texts.get(spoken, "")


def _preference(spoken: str, language: str) -> int:
    return -1 if spoken == language else _ORDER.index(spoken)


def limits_of(keys: Iterable[EntryKey]) -> dict[EntryKey, list[Parameter]]:
    """The figures on which control hangs, in the editions in force. One statement."""
    slugs, codes = _columns(keys)
    rows = (
        Parameter.objects.filter(
            entry__code__in=codes,
            entry__edition__control_list__slug__in=slugs,
            entry__edition__state=Edition.State.ACTIVE,
        )
        .select_related("entry__edition__control_list")
        .order_by("entry_id", "position")
    )
    found: dict[EntryKey, list[Parameter]] = {}
    for row in rows:
        found.setdefault((row.entry.edition.control_list.slug, row.entry.code), []).append(row)
    return found


def hazards_of(keys: Iterable[EntryKey]) -> dict[EntryKey, tuple[str, ...]]:
    """Hazard classes of entries, the gravest first as HAZARDS orders them. One statement."""
    slugs, codes = _columns(keys)
    rows = (
        Entry.objects.filter(code__in=codes, edition__control_list__slug__in=slugs, edition__activated_at__isnull=False)
        .order_by("edition__activated_at")
        .values_list("edition__control_list__slug", "code", "hazards")
    )
    return {(slug, code): in_order(hazards.split(";")) for slug, code, hazards in rows}


def in_order(hazards: Iterable[str]) -> tuple[str, ...]:
    """Each hazard class once, in the order of HAZARDS; unknown ones last."""
    return tuple(sorted({each for each in hazards if each}, key=lambda each: (_rank(each), each)))


def _rank(hazard: str) -> int:
    return HAZARDS.index(hazard) if hazard in HAZARDS else len(HAZARDS)


def _columns(keys: Iterable[EntryKey]) -> tuple[set[str], set[str]]:
    pairs = set(keys)
    return {slug for slug, _ in pairs}, {code for _, code in pairs}


# -- lists in force --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InForce:
    """An edition in force; ``stale`` once its review is overdue."""

    slug: str
    name: str
    title: Mapping[str, str]
    effective_from: date
    review_by: date
    stale: bool

    def title_in(self, language: str) -> str:
        return in_language(self.title, language)[1] or self.slug

    @property
    def label(self) -> str:
        """As runs name it."""
        return f"{self.slug} {self.name}"


def applying_to(administration: UUID | None, path: str = "control_list__") -> Q:
    """Lists that all share, and those of the administration itself: what is another's, is not for its eyes.

    ``path`` leads from the rows asked for to the list.
    """
    shared = Q(**{f"{path}administration": None})
    return shared | Q(**{f"{path}administration": administration}) if administration else shared


def lists_in_force(today: date, administration: UUID | None) -> list[InForce]:
    """The editions that new runs of an administration use, by list."""
    return _in_force(Edition.objects.filter(applying_to(administration)), today)


def every_list_in_force(today: date) -> list[InForce]:
    """The same for all administrations together: for those who run the portal."""
    return _in_force(Edition.objects.all(), today)


def _in_force(editions: QuerySet[Edition], today: date) -> list[InForce]:
    rows = editions.filter(state=Edition.State.ACTIVE).select_related("control_list")
    return [
        InForce(
            slug=row.control_list.slug,
            name=row.name,
            title=row.title,
            effective_from=row.effective_from,
            review_by=row.review_by,
            stale=row.review_by < today,
        )
        for row in rows.order_by("control_list__slug")
    ]


def entry_in_force(slug: str, code: str, administration: UUID | None) -> Entry | None:
    """An entry of the edition in force, with edition, list and the headings above it (three at most).

    None for one of another administration's national list.
    """
    if "\x00" in code:  # PostgreSQL takes no such text
        return None
    return (
        Entry.objects.filter(applying_to(administration, "edition__control_list__"))
        .filter(edition__state=Edition.State.ACTIVE, edition__control_list__slug=slug, code=code)
        .select_related("edition__control_list", "parent__parent__parent")
        .first()
    )
