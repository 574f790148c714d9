"""View models for the style page: invented goods, one of each component."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django import forms
from django.contrib.messages.constants import ERROR, SUCCESS
from django.contrib.messages.storage.base import Message
from django.urls import reverse
from django.utils.translation import gettext as _

from screening.engine.explain import say
from screening.intake.declaration import Doubt
from screening.selectors.deadlines import Due, deadlines
from screening.selectors.queue import Counts, Row, Show
from screening.web.changes import change
from screening.web.charts import BarChart, Figure, LineChart, bar_chart, line_chart
from screening.web.comparison import Group
from screening.web.dashboard import Figure as Tile
from screening.web.dashboard import Queue, Tab
from screening.web.declaration_form import LineForm
from screening.web.doors import Door
from screening.web.doubts import doubt_text
from screening.web.goods_lines import Ask, CandidateCard, GoodsLine, Hazard, decimal_text
from screening.web.handling import Handling, handling_of
from screening.web.marks import Piece
from screening.web.queue_lines import DUE, Broken, Proposal, Reader, groups
from screening.web.timeline import Moment, Timeline
from screening.web.times import how_long
from screening.web.why import Standing, Step
from screening.web.words import CAUSES, DECISIONS, FIELDS, HAZARDS, STATES, word

_NOBODY: Final = UUID(int=0)
_FIRM: Final = "Invented Trading LLC"


@dataclass(frozen=True)
class Samples:
    """What the partials of the style page are filled with."""

    line: GoodsLine
    standing: Standing
    queue: Queue
    handling: list[Handling]
    doors: list[Door]
    form: forms.Form
    line_form: forms.Form
    messages: list[Message]
    timeline: Timeline
    group: Group
    bars: BarChart
    lines: LineChart


class _SampleForm(forms.Form):
    hs_code = forms.CharField(label=FIELDS["hs_code"], help_text="8457101000")
    quantity = forms.DecimalField(label=FIELDS["quantity"])


def samples(language: str, now: datetime) -> Samples:
    return Samples(
        line=_line(language),
        standing=_standing(language),
        queue=_queue(language, now),
        handling=handling_of(["chemical"], language),
        doors=[Door(reverse("dashboard"), _("Shipments"), _("What waits for a decision, by deadline."))],
        form=_SampleForm({"hs_code": "8457101000", "quantity": "-"}),
        line_form=LineForm(prefix="sample"),
        messages=[
            Message(SUCCESS, _("The answer is kept. The shipment is being screened again.")),
            Message(ERROR, _("The decision was sent back.")),
        ],
        timeline=_timeline(now),
        group=Group(
            word(FIELDS, "means"),
            "changed",
            [
                change(word(FIELDS, "hs_code"), "8457101000", "8459610000", weighty=True),
                change(word(FIELDS, "description"), "Five-axis machine", "Three-axis machine"),
            ],
            [],
        ),
        bars=bar_chart(
            "sample-bars",
            _("Bars with an interval"),
            "28, 9",
            [Figure("Dushanbe-2", 28, "28", (19, 37)), Figure("Khorog", 9, "9", (4, 15))],
        ),
        lines=line_chart(
            "sample-lines",
            _("Two lines"),
            "1–8, 3–5",
            ["20.11.", "21.11.", "22.11.", "23.11."],
            [(word(STATES, "flagged"), [1, 4, 3, 8]), (word(STATES, "decided"), [3, 3, 4, 5])],
        ),
    )


# -- a goods line with evidence, a doubt and a question ------------------------------------------------------


def _line(language: str) -> GoodsLine:
    figure = {"quantity": "concentration", "codes": "1C350.1", "comparison": "above", "limit": "30 %"}
    return GoodsLine(
        number=1,
        description=[Piece("Thiodiglycol", "for"), Piece(" in drums, for "), Piece("printing inks", "against")],
        language="en",
        hs_code="2930709809",
        facts=[
            (word(FIELDS, "gross_kg"), decimal_text(Decimal(17600))),
            (word(FIELDS, "net_kg"), decimal_text(Decimal("17500.5"))),
        ],
        doubts=[doubt_text(Doubt(1, "net_kg", "-5", "mass-negative"), language)],
        level="high",
        level_word=say("level-high", language),
        flagged=True,
        first=[_candidate(language)],
        questions=[Ask("sample", say("QU-FIGURE-control", language, figure))],
        signs=[
            say("SI-SCRIPTS", language, {"words": "pиmp"}),
            say("SI-HEADING", language, {"declared": "8542", "likely": "0202, 0201"}),
        ],
    )


def _standing(language: str) -> Standing:
    denied = say("EV-DENIED", language, {"declared": "without"})
    return Standing(
        code="1C350.1",
        url=reverse("entry", args=["eu-dual-use", "1C350.1"]),
        title="Thiodiglycol",
        language="en",
        list_title=_("Control lists"),
        said=_("Too little points at this entry."),
        steps=[Step(_("Before anything is known of a line"), "−3.5"), Step(denied, "−5.5")],
        sum="−2.5",
        score=7,
        not_stated=[word(FIELDS, "net_kg")],
    )


def _candidate(language: str) -> CandidateCard:
    return CandidateCard(
        list_title=_("Control lists"),
        code="1C350.1",
        url=reverse("entry", args=["eu-dual-use", "1C350.1"]),
        title="Thiodiglycol",
        looks_like="Thick colourless to pale yellow liquid, in steel or plastic drums.",
        excluded="",
        language="en",
        hazards=[Hazard("chemical", word(HAZARDS, "chemical"))],
        level="high",
        level_word=say("level-high", language),
        score=98,
        reasons_for=[say("EV-ID-cas", language, {"value": "111-48-8"})],
        reasons_against=[say("EV-AGAINST", language, {"declared": "printing inks"})],
        limits=[],
    )


# -- the queue --------------------------------------------------------------------------------------------------


def _queue(language: str, now: datetime) -> Queue:
    counts = Counts(screening=1, flagged=3, confirming=1, open=2, new=1, overdue=1, soon=1, today=1, later=2)
    due = deadlines(now)
    rows = [
        _row(1, now - timedelta(minutes=20), 3, "red", "flagged"),
        _row(2, now + timedelta(minutes=40), 2, "yellow", "confirming"),
        _row(3, due.tomorrow + timedelta(hours=9), 0, "green", "clear"),
    ]
    here = reverse("dashboard")
    return Queue(
        tabs=[
            Tab("sample-waiting", _("Waiting"), here, True, counts.waiting),
            Tab("sample-decided", _("Decided"), f"{here}?show=decided", False, None),
        ],
        figures=[
            Tile(f"sample-{each}", getattr(counts, each.value), str(DUE[each]), here, each == Due.OVERDUE)
            for each in Due
        ],
        groups=groups(rows, show=Show.WAITING, counts=counts, due=due, reader=Reader(str(_NOBODY), language, now)),
        next_url=here,
        first_url=here,
        proposals=[
            Proposal(here, "INVENTED-2", word(DECISIONS, "release"), "Invented Person", now, how_long(now, now))
        ],
        broken=[Broken(here, "INVENTED-9", 5, now)],
        counts=counts,
        later=False,
    )


def _row(number: int, arrival_at: datetime, level: int, lane: str, state: str) -> Row:
    return Row(
        id=UUID(int=number),
        declaration_number=f"INVENTED-{number}",
        version=number,
        created_at=arrival_at - timedelta(days=2) + timedelta(days=4 * (number == 1)),
        arrival_at=arrival_at,
        state=state,
        level=level,
        lane=lane,
        consignee=_FIRM,
        goods="Thiodiglycol in drums",
        lines=number,
        flags=level,
        hazards=("chemical",) if level else (),
        failed=False,
        holder=None,
    )


# -- what happened ------------------------------------------------------------------------------------------------


def _timeline(now: datetime) -> Timeline:
    received = Moment(now - timedelta(minutes=40), word(CAUSES, "arrival"), "UAIS (demo)")
    flagged = Moment(now - timedelta(minutes=39), word(STATES, "flagged"), tone="grave")
    decided = Moment(now, word(STATES, "decided"), "Invented Person", said=word(DECISIONS, "release"), tone="done")
    return Timeline([decided, flagged, received], [], cut=False)
