from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from screening.intake import messages
from screening.intake.declaration import Refusal
from screening.intake.messages import LANGUAGES, MESSAGES, render, sentence

SOURCES = sorted(Path(messages.__file__).parent.glob("*.py"))


def used() -> set[str]:
    """What looks like a message id in the sources."""
    texts = {
        node.value
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {text for text in texts if re.fullmatch(r"[a-z]+(-[a-z]+)+", text)}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_message_used_has_a_text_and_every_text_is_used() -> None:
    assert used() - set(MESSAGES) == set()
    assert set(MESSAGES) - used() == {"reason"}


@pytest.mark.parametrize("message", sorted(MESSAGES))
def test_a_message_says_the_same_in_four_languages(message: str) -> None:
    texts = MESSAGES[message]
    assert set(texts) == set(LANGUAGES)
    assert len({frozenset(placeholders(text)) for text in texts.values()}) == 1
    assert placeholders(texts["en"]) <= {"field", "value", "line", "number"}


@pytest.mark.parametrize("message", sorted(MESSAGES))
def test_letters_are_those_of_the_language(message: str) -> None:
    texts = MESSAGES[message]
    assert not re.search(r"[oOgG]['\u2018\u2019`]", texts["uz"])
    assert not re.search(r"[ўЎщЩыЫњќљ]", texts["tg"])
    assert not re.search(r"[А-я]", texts["uz"] + texts["en"])


def test_a_sentence_begins_with_its_line() -> None:
    fault = Refusal("A", 3, "gross_kg", "{heavy}", "number-unreadable")
    assert sentence(fault, "en").startswith("Line 3: gross_kg: “{heavy}” is not a number.")
    assert sentence(fault, "tg").startswith("Сатри 3: ")


def test_a_message_always_shows() -> None:
    assert render("no-such-message", "en") == "no-such-message"
    assert render("no-number", "kk", field="x") == render("no-number", "en", field="x")
    assert "{field}" in render("no-number", "ru")
