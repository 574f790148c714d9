"""Query parameters: each is known and readable, or the caller is told which and why."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Final

from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rapidfuzz import process

from screening.api.problems import Fault, Problem, Refused

LONGEST: Final = 200
_SHOWN: Final = 80


class Query:
    """The parameters of one call. Its methods raise Refused, naming parameter, value and remedy."""

    def __init__(self, given: QueryDict, known: Collection[str]) -> None:
        self._given = given
        for name, values in given.lists():
            if name not in known:
                raise _unknown(name, known)
            if len(values) > 1:
                raise bad(name, ", ".join(values), "repeated", _("Give this parameter once."))

    def has(self, name: str) -> bool:
        return name in self._given

    def text(self, name: str, longest: int = LONGEST) -> str:
        """Empty where it is not given."""
        value = self._given.get(name, "").strip()
        if "\x00" in value or len(value) > longest:
            said = _("Write at most %(longest)s characters, and no control characters.") % {"longest": longest}
            raise bad(name, value, "unreadable", said)
        return value

    def one_of(self, name: str, choices: Collection[str]) -> str | None:
        value = self._given.get(name)
        if value is not None and value not in choices:
            raise bad(name, value, "choice-unknown", _("Write one of: %(choices)s.") % {"choices": ", ".join(choices)})
        return value

    def yes_or_no(self, name: str) -> bool | None:
        value = self.one_of(name, ("true", "false"))
        return None if value is None else value == "true"

    def whole(self, name: str, default: int, most: int) -> int:
        """A number from 1."""
        value = self._given.get(name)
        if value is None:
            return default
        if not (value.isascii() and value.isdecimal() and len(value) < 10 and 1 <= int(value) <= most):
            raise bad(name, value, "number-bad", _("Write a whole number from 1 to %(most)s.") % {"most": most})
        return int(value)

    def moment(self, name: str) -> datetime | None:
        """In UTC: PostgreSQL knows no zone of sixteen hours and more."""
        value = self._given.get(name)
        if value is None:
            return None
        try:
            moment = parse_datetime(value)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None or not 1 < moment.year < 9999:
            remedy = _("Write a time with its zone, such as 2026-11-24T14:30:00Z.")
            raise bad(name, value, "time-unreadable", remedy)
        return moment.astimezone(UTC)


def bad(name: str, value: str, code: str, remedy: str) -> Refused:
    """A parameter that cannot be used."""
    fault = Fault(name, _clean(value), code, remedy)
    return Refused(
        Problem.PARAMETER_BAD, _("Parameter %(name)s: %(remedy)s") % {"name": name, "remedy": remedy}, faults=[fault]
    )


def _unknown(name: str, known: Collection[str]) -> Refused:
    if not known:
        return bad(_clean(name), "", "parameter-unknown", _("This call takes no parameters."))
    nearest = process.extractOne(name, sorted(known))[0]
    return bad(_clean(name), "", "parameter-unknown", _("Did you mean %(nearest)s?") % {"nearest": nearest})


def _clean(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())[:_SHOWN]
