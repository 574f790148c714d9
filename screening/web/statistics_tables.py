"""The tables of the statistics with their charts, in the reader's language: for the page and for download."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from checkpoints.actors import Actor
from screening.selectors.entries import lists_in_force
from screening.selectors.proportions import Share
from screening.selectors.scope import supervised
from screening.selectors.statistics.checks import results
from screening.selectors.statistics.days import by_day, waiting_by_age
from screening.selectors.statistics.entries import entries
from screening.selectors.statistics.frame import Frame
from screening.selectors.statistics.work import Ages, work_by_checkpoint, work_by_officer
from screening.web.charts import BarChart, Figure, LineChart, bar_chart, line_chart
from screening.web.statistics_form import Asked
from screening.web.times import spelt
from screening.web.words import DECISIONS, word


@dataclass(frozen=True)
class Cell:
    """``text`` for the page; ``raw`` for the download, where spans are hours and minutes."""

    label: str
    text: str
    raw: str | int | None
    number: bool


@dataclass(frozen=True)
class TableRow:
    name: str
    cells: list[Cell]


@dataclass(frozen=True)
class Table:
    """``folded``: the table is long and opens on demand, the chart says the same."""

    id: str
    title: str
    hint: str
    head: str
    columns: list[str]
    rows: list[TableRow]
    bars: BarChart | None = None
    lines: LineChart | None = None
    folded: bool = False

    @property
    def heads(self) -> list[tuple[str, bool]]:
        """Each column with whether it holds figures."""
        return [(cell.label, cell.number) for cell in self.rows[0].cells] if self.rows else []

    def plain(self) -> list[list[str | int | None]]:
        """Head and rows for a download."""
        return [[self.head, *self.columns], *([row.name, *(cell.raw for cell in row.cells)] for row in self.rows)]


@dataclass(frozen=True)
class Reader:
    """Who asks for which figures, in which language."""

    actor: Actor
    asked: Asked
    language: str

    @property
    def frame(self) -> Frame:
        return Frame(self.asked.start, self.asked.end, self.asked.places)


Value = int | str | timedelta | None


def table(reader: Reader, name: str) -> Table | None:
    """One table by name; None for a name that is not known or figures that are not for this reader."""
    return TABLES[name](reader) if name in TABLES else None


def tables(reader: Reader) -> list[Table]:
    return [made for build in TABLES.values() if (made := build(reader))]


# -- one function a table ----------------------------------------------------------------------------


def _days(reader: Reader) -> Table:
    days = by_day(reader.frame, reader.asked.days)
    names = [pgettext("count", "received"), pgettext("count", "flagged"), pgettext("count", "decided")]
    counts = [[day.received for day in days], [day.flagged for day in days], [day.decided for day in days]]
    labels = [date_format(day.day, "d.m.") for day in days]
    title = _("Day by day")
    chart = line_chart("chart-days", title, _sums(names, counts), labels, list(zip(names, counts, strict=True)))
    rows = [(date_format(day.day, "d.m.Y"), (day.received, day.flagged, day.decided)) for day in reversed(days)]
    hint = _("Flagged: for the first time. Decided: decisions that took effect, corrections included.")
    return Table("days", title, hint, _("Day"), names, _rows(names, rows), lines=chart, folded=True)


def _sums(names: Sequence[str], counts: Sequence[Sequence[int]]) -> str:
    return ", ".join(f"{name}: {sum(each)}" for name, each in zip(names, counts, strict=True))


def _checkpoints(reader: Reader) -> Table:
    work = work_by_checkpoint(reader.frame)
    columns = [
        pgettext("count", "received"),
        pgettext("count", "flagged"),
        pgettext("count", "decided"),
        pgettext("count", "confirmed"),
        pgettext("count", "sent back"),
        *_age_columns(),
    ]
    rows = [
        (each.name, (each.received, each.flagged, each.decided, each.confirmed, each.sent_back, *_ages(each.ages)))
        for each in work
    ]
    title = _("Flagged, by checkpoint")
    chart = _bars("checkpoints", title, [(each.name, each.flagged) for each in work])
    hint = _("A shipment counts at each of its checkpoints. Ages run from the first flag to the first decision.")
    return Table("checkpoints", _("Work by checkpoint"), hint, _("Checkpoint"), columns, _rows(columns, rows), chart)


def _officers(reader: Reader) -> Table | None:
    """For supervisors of the checkpoints alone."""
    own = set(supervised(reader.actor).values_list("pk", flat=True))
    places = tuple(place for place in reader.asked.places if place in own)
    if not places:
        return None
    work = work_by_officer(Frame(reader.asked.start, reader.asked.end, places))
    columns = [
        pgettext("count", "proposed"),
        pgettext("count", "decided"),
        pgettext("count", "sent back"),
        pgettext("count", "confirmed for others"),
        *_age_columns(),
    ]
    rows = [
        (each.name, (each.proposed, each.decided, each.sent_back, each.confirmed, *_ages(each.ages))) for each in work
    ]
    chart = _bars("officers", _("Decided, by officer"), [(each.name, each.decided) for each in work])
    hint = _("At the checkpoints that you supervise. Few decisions say little about a person.")
    return Table("officers", _("Work by officer"), hint, _("Officer"), columns, _rows(columns, rows), chart)


def _waiting(reader: Reader) -> Table:
    counts = waiting_by_age(reader.asked.places, timezone.now())
    ages = [_("less than 1 hour"), _("1 to 4 hours"), _("4 to 24 hours"), _("1 to 3 days"), _("more than 3 days")]
    title = _("How long the present work has waited")
    chart = _bars("waiting", title, list(zip(ages, counts, strict=True)))
    columns = [_("shipments")]
    rows = [(age, (count,)) for age, count in zip(ages, counts, strict=True)]
    hint = _("Flagged shipments without a decision in effect, at this moment, since they were flagged first.")
    return Table("waiting", title, hint, _("Age"), columns, _rows(columns, rows), chart)


def _results(reader: Reader) -> Table:
    found = results(reader.frame)
    columns = [
        *(
            pgettext("count", "as flagged"),
            pgettext("count", "something else"),
            pgettext("count", "nothing"),
            pgettext("count", "not recorded yet"),
        ),
        *(_("hit rate"), _("interval (95 %)")),
    ]
    rows = [
        (
            word(DECISIONS, each.decision),
            (
                each.as_flagged,
                each.other,
                each.nothing,
                each.not_recorded,
                _share(each.hit_rate),
                _range(each.hit_rate),
            ),
        )
        for each in found
    ]
    title = _("What checks found")
    figures = [_rate(word(DECISIONS, each.decision), each.hit_rate) for each in found]
    chart = bar_chart("chart-results", _("Hit rate"), _described(figures), figures, full=1)
    hint = _(
        "Hit rate: checks that found what the flag said, of those with a result. The line through a bar spans where"
        " the true rate lies, with a confidence of 95 %: few checks say little."
    )
    return Table("results", title, hint, _("Decision"), columns, _rows(columns, rows), chart)


def _entries(reader: Reader) -> Table:
    found = entries(reader.frame, reader.language)
    in_force = lists_in_force(timezone.localdate(), reader.actor.administration_id)
    lists = {each.slug: each.title_in(reader.language) for each in in_force}
    columns = [
        *(_("list"), _("title"), pgettext("count", "flagged"), pgettext("count", "released"), pgettext("count", "hit")),
        *(_("false flags"), _("of those settled"), _("false, interval (95 %)")),
    ]
    rows = [
        (
            each.code,
            (
                *(lists.get(each.list_slug, each.list_slug), each.title, each.flagged, each.released, each.hit),
                *(each.false, each.settled, _range(each.false_share)),
            ),
        )
        for each in found
    ]
    chart = _bars("entries", _("Flagged, by entry"), [(each.code, each.flagged) for each in found])
    hint = _("Shipments as last screened in the period. False flags: released, or checked and found in order.")
    title = _("Entries that flag most")
    return Table("entries", title, hint, _("Entry"), columns, _rows(columns, rows), chart)


TABLES: Final[dict[str, Callable[[Reader], Table | None]]] = {
    "days": _days,
    "checkpoints": _checkpoints,
    "officers": _officers,
    "waiting": _waiting,
    "results": _results,
    "entries": _entries,
}
"""By the name that a download has, in the order of the page."""


# -- cells and bars ------------------------------------------------------------------------------------


def _rows(columns: Sequence[str], rows: Iterable[tuple[str, Sequence[Value]]]) -> list[TableRow]:
    return [
        TableRow(name, [_cell(label, value) for label, value in zip(columns, values, strict=True)])
        for name, values in rows
    ]


def _cell(label: str, value: Value) -> Cell:
    if value is None:
        return Cell(label, "–", None, number=True)
    if isinstance(value, timedelta):
        minutes = value // timedelta(minutes=1)
        return Cell(label, spelt(value), f"{minutes // 60}:{minutes % 60:02}", number=True)
    return Cell(label, str(value), value, number=isinstance(value, int) or value.endswith("%"))


def _age_columns() -> list[str]:
    return [_("median age"), _("9 of 10 within")]


def _ages(ages: Ages | None) -> tuple[timedelta | None, timedelta | None]:
    return (ages.median, ages.ninth) if ages else (None, None)


def _share(share: Share) -> str | None:
    return _percent(share.value) if share.value is not None else None


def _range(share: Share) -> str | None:
    return f"{round(share.low * 100)}–{_percent(share.high)}" if share.cases else None


def _percent(value: float) -> str:
    return f"{round(value * 100)} %"


def _rate(label: str, share: Share) -> Figure:
    if share.value is None:
        return Figure(label, 0, _("no result"))
    told = _("%(hits)d of %(cases)d") % {"hits": share.hits, "cases": share.cases}
    return Figure(label, share.value, told, (share.low, share.high))


def _bars(name: str, title: str, counts: Sequence[tuple[str, int]]) -> BarChart:
    figures = [Figure(label, count, str(count)) for label, count in counts]
    return bar_chart(f"chart-{name}", title, _described(figures), figures)


def _described(figures: Sequence[Figure]) -> str:
    return "; ".join(f"{figure.label}: {figure.text}" for figure in figures)
