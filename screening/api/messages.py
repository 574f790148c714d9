"""Small JSON bodies: read, and refused field by field in the caller's language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ParseError

from screening.api.parsers import Body
from screening.api.problems import Fault, Problem, Refused

_LONGEST_VALUE: Final = 80
_REMEDIES: Final = {
    "required": gettext_lazy("Give this field."),
    "null": gettext_lazy("Give a value, not null."),
    "blank": gettext_lazy("Do not leave it empty."),
    "max_length": gettext_lazy("Shorten it."),
    "text-expected": gettext_lazy("Write a text in quotation marks."),
    "not_a_dict": gettext_lazy("Write an object in braces."),
    "max_value": gettext_lazy("Write a smaller number."),
    "min_value": gettext_lazy("Write a number from 1."),
    "number-expected": gettext_lazy("Write a whole number, without quotation marks."),
    "field-unknown": gettext_lazy("Leave this field out: the call does not know it."),
    "one-way": gettext_lazy("Name the question by its id, or by line and key."),
}


class Words(serializers.CharField):
    """A JSON string and nothing that merely could be one."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError(code="text-expected")
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A JSON number, not a string that holds one."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            raise serializers.ValidationError(code="number-expected")
        return super().to_internal_value(data)


class Message(serializers.Serializer[Any]):
    """A body of known fields only."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = [name for name in data if name not in self.fields]
            if unknown:
                raise serializers.ValidationError({name: [ErrorDetail("", "field-unknown")] for name in unknown})
        return super().to_internal_value(data)


def read(kind: type[Message], body: Body) -> dict[str, Any]:
    """The fields of the body. Raises Refused for JSON that is none, and for fields that cannot be used."""
    message = kind(data=_decoded(body.content))
    if message.is_valid():
        return dict(message.validated_data)
    faults = [_fault(name, message.initial_data, details[0]) for name, details in _flat(message.errors)]
    raise Refused(Problem.FIELD_BAD, _("Correct the fields named in “errors”."), faults=faults)


def field_bad(name: str, value: str, code: str, remedy: str) -> Refused:
    return Refused(Problem.FIELD_BAD, remedy, faults=[Fault(name, _clean(value), code, remedy)])


def _decoded(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise ParseError from None


def _flat(errors: Mapping[str, Any], path: str = "") -> list[tuple[str, list[ErrorDetail]]]:
    found = []
    for name, details in errors.items():
        if isinstance(details, Mapping):
            found += _flat(details, f"{path}{name}.")
        else:
            found.append((f"{path}{name}", details))
    return found


def _fault(name: str, given: Any, error: ErrorDetail) -> Fault:
    if name == "non_field_errors":
        name = "body"
    value = given.get(name, "") if isinstance(given, Mapping) else ""
    remedy = str(_REMEDIES.get(error.code or "", "")) or _("Write it without control characters.")
    return Fault(_clean(name), _clean(value if isinstance(value, str) else ""), str(error.code), remedy)


def _clean(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())[:_LONGEST_VALUE]
