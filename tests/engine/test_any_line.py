"""Whatever stands in a line, it gets a verdict. FUZZ_CASES tries more than the few of every day (make fuzz)."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.engine import Engine, Line, Verdict
from screening.engine.explain import rendered
from screening.engine.text import compose

CASES = int(os.environ.get("FUZZ_CASES", "300"))
PIECES = (
    *("thiodiglycol", "тиодигликоль", "станок с ЧПУ", "CAS 111-48-8", "UN 1690", "UF6", "2B350.g", "без", "Cs-137"),
    *("5 µm", "0,5 + L/250 мкм", "70x60x40 mm", "-55 °C", "1 000 000", "99,9 %", "±", "/", "-", ")(", "…", "№"),
    *("\u200b", "\u202e", "\x00", "\ufeff", "😀", "ʻ", "ќ", "ſ", "İ", "ß", "\u0301", "٣", "①", "㎏", "\n", "\t"),
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=40).map("".join),
)


@settings(max_examples=CASES, derandomize=CASES < 1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=TEXTS, hs_code=st.one_of(st.just(""), st.from_regex(r"\A[0-9. ]{0,12}\Z"), st.text(max_size=12)))
def test_any_line_gets_a_verdict(engine: Engine, text: str, hs_code: str) -> None:
    (verdict,) = engine.screen([Line("1", text, hs_code)])
    _holds(verdict, text)
    assert engine.screen([Line("1", text, hs_code)]) == [verdict]
    for language in ("en", "ru", "tg", "uz"):
        rendered(verdict.as_document(with_unlikely=True), language)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "1234567890 " * 1000,
        "а" * 10_000,
        "ab " * 3333,
        "5 mm " * 2000,
        "1-" * 5000,
        "(" * 10_000,
        "CAS " + "1-" * 4000,
        "\u202e" * 10_000,
        "0,5 + L/" * 1200,
        "70x" * 3000 + "40 mm",
    ],
    ids=lambda text: f"{text[:8]!r} of {len(text)}",
)
def test_ten_thousand_letters_are_read_too(engine: Engine, text: str) -> None:
    (verdict,) = engine.screen([Line("1", text)])
    _holds(verdict, text)


@pytest.mark.parametrize("hidden", ["\u200b", "\u200d", "\u2060", "\ufeff", "\u202e", "\u00ad"])
def test_what_takes_no_room_hides_no_word(engine: Engine, hidden: str) -> None:
    plain, veiled = engine.screen([Line("1", "thiodiglycol"), Line("1", f"thio{hidden}digly{hidden}col")])
    assert veiled.flagged
    assert [each.code for each in veiled.candidates] == [each.code for each in plain.candidates]


def _holds(verdict: Verdict, text: str) -> None:
    length = len(compose(text))
    spans = [span for each in verdict.candidates for evidence in each.evidence for span in evidence.spans]
    spans += [span for sign in verdict.signs for span in sign.spans]
    assert all(0 <= start < end <= length for start, end in spans)
    assert all(0 <= each.score <= 1 for each in (*verdict.candidates, *verdict.unlikely))
    assert verdict.flagged <= bool(verdict.candidates)
    assert not (verdict.flagged and verdict.vague)
