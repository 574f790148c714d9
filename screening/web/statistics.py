"""Figures of a period: work, ages, what checks found, which entries flag; each table can be downloaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from checkpoints.roles import Ability
from screening.selectors.scope import overseen
from screening.web.access import Request, actor_of, needs
from screening.web.csv_download import csv_download
from screening.web.statistics_form import StatisticsForm
from screening.web.statistics_tables import Reader, Table, table, tables


@dataclass(frozen=True)
class Part:
    """A table with the address of its download."""

    table: Table
    csv_url: str


@dataclass(frozen=True)
class StatisticsPage:
    form: StatisticsForm
    first: date | None
    last: date | None
    parts: list[Part]


@require_GET
@needs(Ability.OVERSEE)
def statistics(request: Request) -> HttpResponse:
    """All tables; a period that cannot be counted comes back with its reason at the field."""
    form = _form(request)
    if not form.is_valid():
        return render(request, "web/statistics.html", {"page": StatisticsPage(form, None, None, [])}, status=422)
    reader = _reader(request, form)
    parts = [Part(each, _download(request, each)) for each in tables(reader)]
    page = StatisticsPage(form, reader.asked.first, reader.asked.last, parts)
    return render(request, "web/statistics.html", {"page": page})


@require_GET
@needs(Ability.OVERSEE)
def statistics_table(request: Request, name: str) -> HttpResponse:
    """One table as CSV."""
    form = _form(request)
    found = table(_reader(request, form), name) if form.is_valid() else None
    if found is None:
        raise Http404
    asked = form.asked()
    return csv_download(f"{name}-{asked.first}-{asked.last}.csv", found.plain())


def _form(request: Request) -> StatisticsForm:
    return StatisticsForm(overseen(actor_of(request)), request.GET)


def _reader(request: Request, form: StatisticsForm) -> Reader:
    return Reader(actor_of(request), form.asked(), get_language() or "en")


def _download(request: Request, shown: Table) -> str:
    asked = {name: request.GET[name] for name in StatisticsForm.base_fields if request.GET.get(name)}
    address = reverse("statistics-table", args=[shown.id])
    return f"{address}?{urlencode(asked)}" if asked else address
