"""What doubts and refusals say, in the reader's language.

The texts stand in messages.toml: message id -> language -> text with ``{field}``, ``{value}``, ``{line}``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from screening.intake.declaration import Doubt, Refusal

LANGUAGES: Final = ("en", "ru", "tg", "uz")
MESSAGES: Final[Mapping[str, Mapping[str, str]]] = tomllib.loads(
    Path(__file__).with_name("messages.toml").read_text("utf-8")
)


class _Arguments(dict[str, object]):
    """Leaves a placeholder standing where its argument is missing, so that a text never fails to show."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def render(message_id: str, language: str, **args: object) -> str:
    """The text in ``language``, else in English; the id itself for one that later versions dropped."""
    texts = MESSAGES.get(message_id, {})
    return texts.get(language, texts.get("en", message_id)).format_map(_Arguments(args))


def sentence(fault: Doubt | Refusal, language: str) -> str:
    """A doubt or refusal in full, led by its line where it has one."""
    place = render("at-line", language, line=fault.line) if fault.line else ""
    return place + render(fault.message, language, line=fault.line, field=fault.field, value=fault.value)
