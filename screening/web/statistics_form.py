"""Which period and which checkpoint the figures are for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from checkpoints.models import Checkpoint
from screening.web.key_choice import KeyChoice

DEFAULT_DAYS: Final = "30"
LONGEST: Final = 366
_YEARS: Final = range(2000, 3000)
_DATE: Final = {"type": "date"}
_NO_DATE: Final = _("This is no date. Write it like 2026-03-02.")


@dataclass(frozen=True)
class Asked:
    """From the first day to the last, both included, in the portal's time zone, at these checkpoints."""

    first: date
    last: date
    places: tuple[UUID, ...]

    @property
    def start(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.first, time.min))

    @property
    def end(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.last + timedelta(days=1), time.min))

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=after) for after in range((self.last - self.first).days + 1)]


class StatisticsForm(forms.Form):
    """The last days, or from one day to another: days of one's own come first."""

    use_required_attribute = False

    days = forms.ChoiceField(
        required=False,
        choices=[("7", _("the last 7 days")), ("30", _("the last 30 days")), ("90", _("the last 90 days"))],
        label=_("Period"),
        error_messages={"invalid_choice": _("This period is not offered. Choose 7, 30 or 90 days.")},
    )
    first = forms.DateField(
        required=False,
        label=_("First day"),
        widget=forms.DateInput(_DATE, format="%Y-%m-%d"),
        error_messages={"invalid": _NO_DATE},
    )
    last = forms.DateField(
        required=False,
        label=_("Last day"),
        widget=forms.DateInput(_DATE, format="%Y-%m-%d"),
        error_messages={"invalid": _NO_DATE},
    )
    checkpoint = KeyChoice(
        Checkpoint.objects.none(),
        required=False,
        empty_label=_("all that I oversee"),
        label=_("Checkpoint"),
        error_messages={"invalid_choice": _("You do not oversee this checkpoint. Choose one from the list.")},
    )

    def __init__(self, places: QuerySet[Checkpoint], data: Any) -> None:
        super().__init__({"days": DEFAULT_DAYS} | {name: data[name] for name in data})
        self.places = places
        self.fields["checkpoint"].queryset = places  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        asked: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("first", "last"):
            if asked.get(name) and asked[name].year not in _YEARS:
                self.add_error(name, _NO_DATE)
        if self.errors:
            return asked
        first, last = asked["first"], asked["last"] or timezone.localdate()
        if first is None and asked["last"]:
            self.add_error("first", _("The first day is empty. Write it, or empty the last one too."))
        elif first and last < first:
            refusal = _("%(last)s is before the first day. Choose a later one.")
            self.add_error("last", refusal % {"last": date_format(last, "d.m.Y")})
        elif first and (last - first).days >= LONGEST:
            refusal = _("From %(first)s on it is more than a year. Choose at most 366 days.")
            self.add_error("first", refusal % {"first": date_format(first, "d.m.Y")})
        return asked

    def asked(self) -> Asked:
        """What is to be counted. Only of a form that is valid."""
        said = self.cleaned_data
        last = said["last"] or timezone.localdate()
        first = said["first"] or last - timedelta(days=int(said["days"] or DEFAULT_DAYS) - 1)
        chosen = said["checkpoint"]
        places = (chosen.pk,) if chosen else tuple(self.places.values_list("pk", flat=True))
        return Asked(first, last, places)
