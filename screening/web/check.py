"""Counter check: what the lists say of one goods line that stands on no declaration. Nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from checkpoints.actors import Actor
from checkpoints.roles import Ability
from screening.engine import Line
from screening.engine.explain import say
from screening.engine.text import compose
from screening.intake.declaration import Declaration
from screening.intake.json_format import parse_json
from screening.models import Answer, GoodsItem, Question, Shipment
from screening.services import answers
from screening.services.check import LINE, Check, check_line
from screening.services.index import NoCatalogue
from screening.services.why import NoEntry, why_line
from screening.web.access import Request, actor_of, needs
from screening.web.countries import country
from screening.web.declaration_form import LineForm, goods_of, show_refusals
from screening.web.edition_titles import edition_titles, editions_text
from screening.web.goods_lines import Ask, GoodsLine, decimal_text, lines_of
from screening.web.handling import Handling, handling_of
from screening.web.why import LONGEST, Standing, no_entry, standings_of
from screening.web.words import FIELDS, word

ANSWER: Final = "answer-"
"""Before the key of a question: the name of the field with its answer."""
_NUMBER: Final = "counter check"  # no declaration is without a number
_MOST_ANSWERS: Final = 20


class CheckForm(LineForm):
    """One goods line as on a declaration, and where the goods go. Names of fields are those of the declaration form."""

    destination = forms.CharField(required=False, strip=False, label=FIELDS["destination"], help_text=_("Code or name"))
    entry = forms.CharField(
        required=False,
        max_length=LONGEST,
        label=_("Why, or why not"),
        help_text=_("An entry's code, for instance 2B350.g"),
    )
    packages = gross_kg = net_kg = value = licence = None  # type: ignore[assignment]  # Django leaves them out
    field_order = ("description", "hs_code", "quantity", "unit", "origin", "destination", "entry")

    @property
    def message(self) -> dict[str, Any]:
        """A declaration of this line alone, in the JSON contract."""
        going = {"box_17_destination_country": self.typed("destination")} if self.typed("destination").strip() else {}
        return {"declaration_number": _NUMBER, "items": [goods_of(self)], **going}


@dataclass(frozen=True)
class Checked:
    """A line that was checked, in the shape of a shipment's detail (goods_lines.Screened)."""

    shipment: Shipment
    items: list[GoodsItem]
    verdicts: dict[int, dict[str, Any]]
    questions: list[Question] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)


@dataclass(frozen=True)
class CheckPage:
    """``asks`` are the questions of the check, the answered ones included."""

    asks: list[Ask]
    line: GoodsLine
    handling: list[Handling]
    editions: str
    at: datetime
    found_nothing: bool
    standings: list[Standing]


@require_http_methods(["GET", "POST"])
@needs(Ability.CHECK)
def check(request: Request) -> HttpResponse:
    """The form; with POST its verdict on the same page, so that no description stands in an address or a log."""
    if request.method != "POST":
        return _answer(request, CheckForm())
    form, language = CheckForm(request.POST), get_language() or "en"
    form.is_valid()
    parsed = parse_json(form.message)
    if parsed.refusals:
        show_refusals(parsed.refusals, form, [form], language)
        return _answer(request, form, status=422)
    try:
        page = _page(
            parsed.declarations[0], _typed(request.POST), form.cleaned_data.get("entry", ""), actor_of(request)
        )
    except NoEntry as error:
        form.add_error("entry", no_entry(str(error)))
        return _answer(request, form, status=422)
    except NoCatalogue:
        return _answer(request, form, status=503, no_lists=True)
    return _answer(request, form, page, status=422 if any(ask.problem for ask in page.asks) else 200)


def _answer(
    request: Request, form: CheckForm, page: CheckPage | None = None, *, status: int = 200, no_lists: bool = False
) -> HttpResponse:
    return render(request, "web/check.html", {"form": form, "page": page, "no_lists": no_lists}, status=status)


def _typed(data: Mapping[str, str]) -> dict[str, str]:
    """What was typed, by question key."""
    found = ((name.removeprefix(ANSWER), " ".join(data[name].split())) for name in data if name.startswith(ANSWER))
    return dict([(key, said) for key, said in found if said][:_MOST_ANSWERS])


# -- the verdict -----------------------------------------------------------------------------------


def _page(declaration: Declaration, typed: Mapping[str, str], entry: str, actor: Actor) -> CheckPage:
    language = get_language() or "en"
    item, shipment = _rows(declaration)
    said, result = _asked(item, typed, actor.administration_id)
    checked = Checked(shipment, [item], {item.number: result.verdict})
    lines = lines_of(checked, language, page="", table="", facts=decimal_text, wrong=None, actor=actor)
    [line] = lines.full
    good = {question.key: typed[question.key] for question, problem in said if question.key in typed and not problem}
    going = country(declaration.destination, language)
    return CheckPage(
        asks=[_ask(question, typed, problem, language) for question, problem in said],
        line=replace(line, facts=[*line.facts, *([(word(FIELDS, "destination"), going)] if going else [])]),
        handling=handling_of(lines.hazards, language),
        editions=editions_text(result.editions, edition_titles(language, actor.administration_id)),
        at=timezone.now(),
        found_nothing=not line.flagged,
        standings=_standings(item, good, entry, actor) if entry else [],
    )


def _standings(item: GoodsItem, good: Mapping[str, str], entry: str, actor: Actor) -> list[Standing]:
    line = Line(LINE, compose(item.description), item.hs_code, tuple(sorted(good.items())))
    return standings_of(why_line(line, entry, actor.administration_id), get_language() or "en")


def _rows(declaration: Declaration) -> tuple[GoodsItem, Shipment]:
    """What intake would store, and does not."""
    return GoodsItem(**asdict(declaration.items[0])), Shipment(doubts=[asdict(doubt) for doubt in declaration.doubts])


def _asked(
    item: GoodsItem, typed: Mapping[str, str], administration: UUID | None
) -> tuple[list[tuple[Question, str]], Check]:
    """The last verdict, and each question on the way to it with what is wrong with its answer.

    An answer counts once its question is asked: another answer may be what brings it up.
    """
    good: dict[str, str] = {}
    said: dict[str, tuple[Question, str]] = {}
    while True:
        result = check_line(text=item.description, hs_code=item.hs_code, answers=good, administration=administration)
        new = [each for each in _questions(result) if each.key not in said]
        if not new:
            return list(said.values()), result
        for question in new:
            problem = _problem(question, typed.get(question.key, ""))
            said[question.key] = question, problem
            if typed.get(question.key) and not problem:
                good[question.key] = typed[question.key]


def _questions(result: Check) -> Iterator[Question]:
    for each in result.verdict["questions"]:
        yield Question(key=each["key"], arguments={"message": each["message"], **each["arguments"]})


def _problem(question: Question, said: str) -> str:
    try:
        if said:
            answers.check(question, said)
    except answers.BadAnswer as error:
        return str(error)
    return ""


def _ask(question: Question, typed: Mapping[str, str], problem: str, language: str) -> Ask:
    arguments = {name: value for name, value in question.arguments.items() if name != "message"}
    text = say(question.arguments["message"], language, arguments)
    return Ask(f"{ANSWER}{question.key}", text, typed.get(question.key, ""), problem)
