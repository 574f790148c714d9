"""No text in any language looks wrong to someone who does not know the language."""

from __future__ import annotations

from typing import Final

import pytest

from tests.cases import rows
from tests.texts.sources import Text, texts
from tests.texts.suspicion import suspicions

LOOKED_AT: Final[set[tuple[str, str, str]]] = set()
"""Language, English text and suspicion of what was looked at and is right."""


def test_no_text_looks_suspicious() -> None:
    found = [(text.language, text.english, reason) for text in texts() for reason in suspicions(text)]
    assert [each for each in found if each not in LOOKED_AT] == []
    assert set(found) == LOOKED_AT, "no longer suspicious: take it out of LOOKED_AT"


@pytest.mark.parametrize("case", rows("texts/suspicions.csv"), ids=lambda case: f"{case['text']}: {case['suspicion']}")
def test_a_suspicion_falls_on_the_bad_and_spares_the_good(case: dict[str, str]) -> None:
    text = Text("a case", case["language"], case["english"], case["text"])
    assert list(suspicions(text)) == ([case["suspicion"]] if case["suspicion"] else [])
