"""No template says anything in English alone: every word of a page comes from a translated text or from data."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
TEMPLATES: Final = sorted((ROOT / "templates").rglob("*.*"))
_TRANSLATED: Final = re.compile(r"{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}", re.DOTALL)
_SCRIPTS: Final = re.compile(r"<(script|style|svg:defs)\b.*?</\1>", re.DOTALL)
_TAGS: Final = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}|<!--.*?-->|<!doctype[^>]*>", re.DOTALL)
_SPOKEN: Final = re.compile(
    r"""\b(?:title|alt|placeholder|aria-label|data-label|data-too-large)=(["'])(.*?)\1""", re.DOTALL
)
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
NAMES: Final = {"HS", "CAS", "REST", "CSV", "XLSX", "PDF", "JSON", "SHA"}
"""Names and codes that are the same in every language."""


def untranslated(template: str) -> list[str]:
    """The words that a reader of any language would get in English."""
    spoken = _TAGS.sub(" ", _SCRIPTS.sub(" ", _TRANSLATED.sub(" ", template)))
    attributes = " ".join(match[1] for match in _SPOKEN.findall(spoken))
    text = re.sub(r"<[^>]*>", " ", spoken)
    return [word for word in _WORD.findall(re.sub(r"&\w+;", " ", f"{text} {attributes}")) if word not in NAMES]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_speaks_the_readers_language(path: Path) -> None:
    assert untranslated(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<h1>{% translate 'Search' %}</h1>", []),
        ("<h1>Search</h1>", ["Search"]),
        ("{% blocktranslate %}Line {{ number }}{% endblocktranslate %} CSV", []),
        ('<a title="Open" href="/open/">{{ number }}</a>', ["Open"]),
        ("<td>{{ a }}&nbsp;–&nbsp;{{ b }}</td>", []),
    ],
)
def test_what_counts_as_untranslated(template: str, words: list[str]) -> None:
    assert untranslated(template) == words
