"""What differs between two texts, word by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.web.changes import Change, change


def _shown(found: Change) -> tuple[str, str]:
    def side(kind: str) -> str:
        pieces = found.former if kind == "removed" else found.present
        return "".join(f"[{piece.text}]" if piece.kind == kind else piece.text for piece in pieces)

    return side("removed"), side("added")


@pytest.mark.parametrize(
    ("former", "present", "shown"),
    [
        ("steel pump", "steel pump", ("steel pump", "steel pump")),
        ("steel pump", "plastic pump", ("[steel] pump", "[plastic] pump")),
        ("насос центробежный", "насос", ("насос[ центробежный]", "насос")),
        ("", "2930709809", ("", "[2930709809]")),
        ("2930709809", "", ("[2930709809]", "")),
        ("99.5 %", "99.6 %", ("99.[5] %", "99.[6] %")),
        ("word " * 601, "other", (f"[{'word ' * 601}]", "[other]")),
    ],
)
def test_the_words_that_differ_are_marked(former: str, present: str, shown: tuple[str, str]) -> None:
    assert _shown(change("Description", former, present)) == shown


def test_only_a_change_has_weight() -> None:
    assert change("HS code", "1", "2", weighty=True).weighty
    assert not change("HS code", "1", "1", weighty=True).weighty


@given(st.text(max_size=120), st.text(max_size=120))
def test_nothing_of_either_text_is_lost(former: str, present: str) -> None:
    found = change("Description", former, present)
    assert "".join(piece.text for piece in found.former) == former
    assert "".join(piece.text for piece in found.present) == present
    assert found.changed == (former != present)
