"""The small JSON bodies that callers send."""

from __future__ import annotations

from typing import Any, Final

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from screening.api.messages import Message, Whole, Words

LONGEST_ANSWER: Final = 500
LONGEST_DESCRIPTION: Final = 20_000
"""As in a declaration."""


class GivenAnswer(Message):
    """Names the question by its id, or by line and key."""

    question = serializers.UUIDField(required=False, help_text="The question's id.")
    line = Whole(required=False, min_value=1, max_value=2**31 - 1, help_text="Number of the goods line.")
    key = Words(required=False, max_length=80, help_text="The question's key, the same from run to run.")
    text = Words(
        max_length=LONGEST_ANSWER,
        help_text="What was found out: a figure with its unit, a CAS number, words; ? for unknown.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        ways = ("question" in attrs, "line" in attrs, "key" in attrs)
        if ways not in ((True, False, False), (False, True, True)):
            raise serializers.ValidationError({"question": [ErrorDetail("", "one-way")]})
        return attrs


class GoodsLine(Message):
    """A line that belongs to no shipment."""

    description = Words(max_length=LONGEST_DESCRIPTION, help_text="SAD box 31, in any of the four languages.")
    hs_code = Words(required=False, max_length=12, allow_blank=True, help_text="SAD box 33.")
    answers = serializers.DictField(
        child=Words(max_length=500),
        required=False,
        help_text="What is known beyond the description, by question key.",
    )
    entry = Words(
        required=False,
        max_length=60,
        help_text="Code of an entry whose standing is asked, found or not: 2B350.g, eu-dual-use:2B350.g.",
    )
