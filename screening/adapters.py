"""Between the database and the engine: the only place that knows both."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.sql import InsertQuery

from screening import models
from screening.engine import Engine, Line
from screening.engine import catalogue as c
from screening.engine.parties.listed import ListedParty, Watchlist
from screening.engine.text import compose

PartModel = TypeVar("PartModel", bound=Model)
_BATCH: Final = 500
_AT_ONCE: Final = 5_000

# -- catalogue -> rows -----------------------------------------------------------------------------


Statement = tuple[str, tuple[Any, ...]]
"""SQL with its values."""


def entry_statements(edition: models.Edition, entries: Sequence[c.Entry]) -> list[Statement]:
    """What writes the entries of a draft edition, with everything that hangs on them; ``edition`` need not be stored.

    Made before the transaction that carries them out: for fifty thousand terms that takes four times as long as the
    writing itself, and SQLite lets nobody else write meanwhile.
    """
    rows: dict[str, models.Entry] = {}
    for position, entry in enumerate(entries):
        rows[entry.code] = models.Entry(
            edition=edition,
            parent=rows.get(entry.parent),
            position=position,
            code=entry.code,
            kind=entry.kind,
            hazards=";".join(entry.hazards),
        )
    pairs = [(rows[entry.code], entry) for entry in entries]
    return [
        *_inserts(models.Entry, rows.values()),
        *_inserts(models.EntryText, (text for row, entry in pairs for text in _texts(row, entry))),
        *_inserts(models.Term, (term for row, entry in pairs for term in _terms(row, entry))),
        *_inserts(
            models.Identifier,
            (
                models.Identifier(entry=row, position=place, kind=item.kind, value=item.value)
                for row, entry in pairs
                for place, item in enumerate(entry.identifiers)
            ),
        ),
        *_inserts(models.HsCorrelation, (hs for row, entry in pairs for hs in _hs(row, entry))),
        *_inserts(models.Parameter, (limit for row, entry in pairs for limit in _parameters(row, entry))),
    ]


def carry_out(statements: Iterable[Statement]) -> None:
    with connection.cursor() as cursor:
        for sql, values in statements:
            cursor.execute(sql, values)


def _inserts(model: type[Model], rows: Iterable[Model]) -> Iterator[Statement]:
    """A statement for every 500 rows, or as many as the database takes values for; as bulk_create has it."""
    waiting, fields = iter(rows), model._meta.concrete_fields
    most = min(_BATCH, connection.ops.bulk_batch_size(fields, [None] * _BATCH))
    while batch := list(islice(waiting, most)):
        query = InsertQuery(model)
        query.insert_values(fields, batch)
        yield from query.get_compiler(connection=connection).as_sql()


def replace_terms(edition: models.Edition, entries: Sequence[c.Entry]) -> None:
    """Writes the terms of some entries of a draft edition anew; three statements."""
    wanted = {entry.code: entry for entry in entries}
    rows = list(models.Entry.objects.filter(edition=edition, code__in=wanted))
    models.Term.objects.filter(entry__in=rows).delete()
    models.Term.objects.bulk_create((term for row in rows for term in _terms(row, wanted[row.code])), 500)


def _texts(row: models.Entry, entry: c.Entry) -> Iterable[models.EntryText]:
    for language in entry.title:
        yield models.EntryText(
            entry=row,
            language=language,
            title=entry.title[language],
            looks_like=entry.looks_like.get(language, ""),
            excluded=entry.excluded.get(language, ""),
            review_state=entry.text_review[language],
        )


def _terms(row: models.Entry, entry: c.Entry) -> Iterable[models.Term]:
    for position, term in enumerate(entry.terms):
        yield models.Term(
            entry=row,
            position=position,
            language=term.language,
            text=term.text,
            weight=term.weight,
            origin=term.origin,
            review_state=term.review,
        )


def _hs(row: models.Entry, entry: c.Entry) -> Iterable[models.HsCorrelation]:
    for position, correlation in enumerate(entry.hs):
        yield models.HsCorrelation(
            entry=row,
            position=position,
            code=correlation.code,
            hs_edition=correlation.hs_edition,
            confidence=correlation.confidence,
            reason=correlation.reason,
        )


def _parameters(row: models.Entry, entry: c.Entry) -> Iterable[models.Parameter]:
    for position, parameter in enumerate(entry.parameters):
        yield models.Parameter(
            entry=row,
            position=position,
            group=parameter.group,
            role=parameter.role,
            quantity=parameter.quantity,
            comparison=parameter.comparison,
            limit=parameter.limit,
            unit=parameter.unit,
        )


# -- rows -> catalogue -----------------------------------------------------------------------------


def catalogue_of(editions: QuerySet[models.Edition]) -> c.Catalogue:
    """The catalogue that stored editions make up; seven statements, however many entries."""
    rows = list(editions.select_related("control_list").order_by("control_list__slug"))
    entries = list(models.Entry.objects.filter(edition__in=rows).order_by("edition_id", "position"))
    codes = {entry.pk: entry.code for entry in entries}
    parts = _Parts([row.pk for row in rows])
    by_edition: dict[UUID, list[c.Entry]] = {}
    for entry in entries:
        by_edition.setdefault(entry.edition_id, []).append(parts.entry(entry, codes))
    return c.Catalogue(tuple(_edition(row, tuple(by_edition.get(row.pk, ()))) for row in rows))


def _edition(row: models.Edition, entries: tuple[c.Entry, ...]) -> c.Edition:
    return c.Edition(
        list_slug=row.control_list.slug,
        name=row.name,
        title=row.title,
        source=row.source,
        effective_from=row.effective_from.isoformat(),
        review_by=row.review_by.isoformat(),
        hs_edition=row.hs_edition,
        entries=entries,
    )


class _Parts:
    """Everything that hangs on the entries of some editions, fetched once and grouped by entry."""

    def __init__(self, editions: list[UUID]) -> None:
        self.texts = self._grouped(models.EntryText.objects.filter(entry__edition__in=editions), "language")
        self.terms = self._grouped(models.Term.objects.filter(entry__edition__in=editions))
        self.identifiers = self._grouped(models.Identifier.objects.filter(entry__edition__in=editions))
        self.hs = self._grouped(models.HsCorrelation.objects.filter(entry__edition__in=editions))
        self.parameters = self._grouped(models.Parameter.objects.filter(entry__edition__in=editions))

    @staticmethod
    def _grouped(rows: QuerySet[PartModel], order: str = "position") -> dict[UUID, list[PartModel]]:
        ordered = rows.order_by("entry_id", order)
        return {entry: list(group) for entry, group in groupby(ordered, key=attrgetter("entry_id"))}

    def entry(self, row: models.Entry, codes: dict[UUID, str]) -> c.Entry:
        texts = self.texts[row.pk]
        excluded = {text.language: text.excluded for text in texts if text.excluded}
        return c.Entry(
            code=row.code,
            parent=codes[row.parent_id] if row.parent_id else "",
            kind=row.kind,
            hazards=tuple(row.hazards.split(";")),
            title={text.language: text.title for text in texts},
            looks_like={text.language: text.looks_like for text in texts if text.looks_like},
            excluded=excluded,
            text_review={text.language: text.review_state for text in texts},
            terms=tuple(
                c.Term(term.language, term.text, term.weight, term.origin, term.review_state)
                for term in self.terms.get(row.pk, ())
            ),
            identifiers=tuple(c.Identifier(item.kind, item.value) for item in self.identifiers.get(row.pk, ())),
            hs=tuple(
                c.HsCorrelation(item.code, item.confidence, item.reason, item.hs_edition)
                for item in self.hs.get(row.pk, ())
            ),
            parameters=tuple(
                c.Parameter(item.group, item.role, item.quantity, item.comparison, item.limit, item.unit)
                for item in self.parameters.get(row.pk, ())
            ),
        )


# -- artifacts -------------------------------------------------------------------------------------


def artifact_of(catalogue: c.Catalogue) -> models.IndexArtifact:
    """An unsaved artifact: the catalogue's canonical form under its content hash."""
    engine = Engine.build(catalogue)
    return models.IndexArtifact(
        digest=engine.digest,
        content=zlib.compress(catalogue.to_json().encode(), 6),
        prepared=zlib.compress(engine.to_store(), 6),
        editions=[edition.label for edition in catalogue.editions],
    )


def catalogue_in(artifact: models.IndexArtifact) -> c.Catalogue:
    return c.Catalogue.from_json(zlib.decompress(artifact.content).decode())


def engine_in(artifact: models.IndexArtifact) -> Engine:
    """The engine for a stored catalogue."""
    stored = zlib.decompress(artifact.prepared) if artifact.prepared else b""
    return Engine.build(catalogue_in(artifact), digest=artifact.digest, stored=stored)


# -- shipments -------------------------------------------------------------------------------------


def line_of(item: models.GoodsItem, answers: Sequence[tuple[str, str]]) -> Line:
    """A goods item with what officers answered about it, as the engine reads it."""
    return Line(str(item.number), compose(item.description), item.hs_code, tuple(answers))


# -- watchlists ------------------------------------------------------------------------------------


def watchlist_of(edition: models.WatchlistEdition) -> Watchlist:
    """The parties that a stored edition holds, by reference; two statements, however many parties."""
    parties = tuple(listed_parties(models.ListedParty.objects.filter(editions=edition)))
    return Watchlist(edition.watchlist.slug, str(edition), parties)


def listed_parties(rows: QuerySet[models.ListedParty]) -> Iterator[ListedParty]:
    """Stored parties as the name engine reads them, by reference; two statements."""
    ordered = rows.order_by("reference", "pk")
    texts = models.ListedName.objects.filter(party__in=rows.order_by().values("pk")).order_by("position")
    names: dict[UUID, list[tuple[str, str]]] = {}
    for party, text, strength in texts.values_list("party_id", "text", "strength").iterator(_AT_ONCE):
        names.setdefault(party, []).append((text, strength))
    for row in ordered.iterator(_AT_ONCE):
        yield _listed(row, tuple(names.get(row.pk, ())))


def _listed(row: models.ListedParty, names: tuple[tuple[str, str], ...]) -> ListedParty:
    said = row.details
    return ListedParty(
        reference=row.reference,
        kind=row.kind,
        names=names,
        countries=tuple(said.get("countries", ())),
        born=tuple(said.get("born", ())),
        sex=said.get("sex", ""),
        identifiers=tuple((kind, value) for kind, value in said.get("identifiers", ())),
        addresses=tuple(said.get("addresses", ())),
        programme=row.programme,
        listed_on=said.get("listed_on", ""),
    )
