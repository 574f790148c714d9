"""What holds for every verdict: deterministic, independent of unrelated entries, explained, asked for."""

import dataclasses
import json
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

from screening.engine import Engine, Line, Verdict
from screening.engine.catalogue import LANGUAGES, Catalogue, Edition, Entry, Term
from screening.engine.explain import MESSAGES, rendered
from screening.engine.text import compose
from tests.cases import rows

LINES = [
    Line(str(number), case["description"], case["hs_code"]) for number, case in enumerate(rows("engine/lines.csv"))
]


def test_adding_an_unrelated_entry_changes_no_other_score(catalogue: Catalogue) -> None:
    some = tuple(each for each in catalogue.editions if each.list_slug in ("cwc-schedules", "drug-precursors"))
    engine, larger = Engine.build(Catalogue(some)), Engine.build(Catalogue((*some, _unrelated())))
    before = {
        (verdict.id, candidate.list_slug, candidate.code): candidate.score
        for verdict in engine.screen(LINES)
        for candidate in verdict.candidates
    }
    after = {
        (verdict.id, candidate.list_slug, candidate.code): candidate.score
        for verdict in larger.screen(LINES)
        for candidate in verdict.candidates
        if candidate.list_slug != "unrelated"
    }
    assert before
    assert after == before


def _unrelated() -> Edition:
    """Entries whose words lie near those of the lines, some equal to them."""
    words = ["tiodiglykol", "centre", "drums", "насосная", "zirkon", "carbon fibre reel", "камера", "лазерный"]
    texts = dict.fromkeys(LANGUAGES, "-")
    entries = tuple(
        Entry(
            f"X{number}",
            "",
            "equipment",
            ("dual-use",),
            texts,
            texts,
            {},
            {},
            (Term("en", word, "exact", "", "drafted"),),
        )
        for number, word in enumerate(words)
    )
    return Edition("unrelated", "1", texts, "-", "2026-01-01", "2027-01-01", "2022", entries)


def test_the_same_input_gives_the_same_bytes_under_any_hash_seed(catalogue: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "catalogue.json").write_text(Catalogue(catalogue.editions[:2]).to_json(), "utf-8")
    program = (
        "import json, sys; from pathlib import Path; from screening.engine import Engine, Line;"
        "from screening.engine.catalogue import Catalogue; from tests.cases import rows;"
        "engine = Engine.build(Catalogue.from_json(Path(sys.argv[1]).read_text('utf-8')));"
        "lines = [Line(str(n), row['description'], row['hs_code']) for n, row in enumerate(rows('engine/lines.csv'))];"
        "print(engine.to_store().hex(), json.dumps([verdict.as_document() for verdict in engine.screen(lines)]))"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "catalogue.json")]
    running = [
        subprocess.Popen(command, env={**os.environ, "PYTHONHASHSEED": seed}, stdout=subprocess.PIPE)
        for seed in ("1", "2")
    ]
    said = {process.communicate()[0] for process in running}
    assert [process.returncode for process in running] == [0, 0]
    assert len(said) == 1


def test_a_batch_gives_what_its_lines_give_alone(engine: Engine) -> None:
    assert engine.screen(LINES) == [verdict for line in LINES for verdict in engine.screen([line])]


def test_a_catalogue_survives_its_canonical_form(catalogue: Catalogue) -> None:
    assert Catalogue.from_json(catalogue.to_json()) == catalogue


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_can_be_told_in_every_language(engine: Engine, language: str) -> None:
    for verdict in engine.screen(LINES):
        told = json.dumps(rendered(verdict.as_document(), language), ensure_ascii=False)
        assert "{" not in told.replace('{"', "").replace("{}", "")


@pytest.mark.parametrize("message", sorted(MESSAGES))
def test_a_message_has_the_same_fields_in_every_language(message: str) -> None:
    texts = MESSAGES[message]
    assert set(texts) == set(LANGUAGES)
    fields = {language: sorted(part.split("}")[0] for part in text.split("{")[1:]) for language, text in texts.items()}
    assert len({tuple(each) for each in fields.values()}) == 1, fields


def test_spans_point_at_the_words_that_matched(engine: Engine) -> None:
    line = Line("1", "Бочки: ТИОДИГЛИКОЛЬ, 99 %")
    (verdict,) = engine.screen([line])
    named = next(each for each in verdict.candidates[0].evidence if each.id == "EV-WORDS")
    assert [compose(line.description)[start:end] for start, end in named.spans] == ["ТИОДИГЛИКОЛЬ"]


def test_a_missing_figure_is_asked_for_and_an_answer_decides(engine: Engine) -> None:
    line = Line("1", "thiodiglycol in drums", "2930700000")
    (asked,) = engine.screen([line])
    assert [question.key for question in asked.questions] == ["quantity:concentration"]
    (freed,) = engine.screen([dataclasses.replace(line, answers=(("quantity:concentration", "5 %"),))])
    controlled = [("eu-dual-use", "1C350.1") in _codes(verdict) for verdict in (asked, freed)]
    assert controlled == [True, False]
    assert freed.questions == ()


def _codes(verdict: Verdict) -> list[tuple[str, str]]:
    return [(candidate.list_slug, candidate.code) for candidate in verdict.candidates]


def test_an_answer_that_the_figure_is_unknown_is_not_asked_again_and_frees_nothing(engine: Engine) -> None:
    line = Line("1", "thiodiglycol in drums", "2930700000", (("quantity:concentration", "?"),))
    (verdict,) = engine.screen([line])
    assert verdict.flagged
    assert verdict.questions == ()


@pytest.mark.parametrize(
    "vague", ["spare parts", "запчасти", "chemicals", "оборудование промышленное", "ehtiyot qismlar", "таҷҳизот"]
)
def test_a_vague_line_is_reported_and_asked_about_but_not_flagged(engine: Engine, vague: str) -> None:
    (verdict,) = engine.screen([Line("1", vague)])
    assert (verdict.vague, verdict.flagged) == (True, False)
    assert [question.message for question in verdict.questions] == ["QU-GOODS"]


def test_what_the_officer_found_out_about_vague_goods_is_screened(engine: Engine) -> None:
    (verdict,) = engine.screen([Line("1", "chemicals", "", (("description", "thiodiglycol"),))])
    assert verdict.flagged


def test_a_wrong_cas_number_is_asked_about(engine: Engine) -> None:
    (verdict,) = engine.screen([Line("1", "solvent CAS 111-48-9")])
    assert [question.message for question in verdict.questions] == ["QU-CAS"]


def test_a_common_high_priority_code_alone_is_low_and_not_flagged(engine: Engine) -> None:
    (verdict,) = engine.screen([Line("1", "integrated circuits, processors", "8542310000")])
    found = {candidate.list_slug: candidate for candidate in verdict.candidates}
    assert found["common-high-priority"].code == "1"
    assert found["common-high-priority"].level == "low"
    assert not verdict.flagged


def test_an_hs_code_alone_points_at_no_entry_of_a_list_that_has_words(engine: Engine) -> None:
    (verdict,) = engine.screen([Line("1", "краситель", "2930909809")])
    assert verdict.candidates == ()


def test_mixed_alphabets_are_matched_and_reported_as_a_sign(engine: Engine) -> None:
    (verdict,) = engine.screen([Line("1", "тиодигликoль")])  # with a Latin o
    assert verdict.flagged
    assert [sign.id for sign in verdict.signs] == ["SI-SCRIPTS"]


@pytest.mark.parametrize("odd", ["", " ", "\x00", "," * 5000, "9" * 5000, "я" * 20000, "\ud7ff \u202e ₆"])
def test_odd_text_gives_a_verdict(engine: Engine, odd: str) -> None:
    (verdict,) = engine.screen([Line("1", odd, odd[:20])])
    assert verdict.level == "none"


@pytest.mark.parametrize(
    ("text", "code", "found", "told"),
    [
        ("thiodiglycol in drums", "1C350.1", ["EV-WORDS"], True),
        ("cotton shirts", "1C350.1", [], False),
        ("dye without thiodiglycol", "1C350.1", ["EV-WORDS", "EV-DENIED"], False),
    ],
)
def test_why_an_entry_is_named_or_not(engine: Engine, text: str, code: str, found: list[str], told: bool) -> None:
    why = engine.why(Line("1", text), "eu-dual-use", code)
    assert ([each.id for each in why.candidate.evidence], why.told) == (found, told)
    assert why.candidate.score == round(1 / (1 + math.exp(-why.sum)), 3)


def test_what_says_the_same_again_is_told_so_that_the_points_add_up(engine: Engine) -> None:
    why = engine.why(Line("1", "thiodiglycol, CAS 111-48-8", "2930709809"), "eu-dual-use", "1C350.1")
    assert why.repeated > 5
    assert why.candidate.score == round(1 / (1 + math.exp(-why.sum)), 3)
    assert why.as_document()["repeated"] == pytest.approx(why.repeated)


def test_why_of_an_unknown_entry_is_an_error(engine: Engine) -> None:
    with pytest.raises(KeyError):
        engine.why(Line("1", "anything"), "eu-dual-use", "9Z999")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Heavy water upgrading column, 12 m, dismantled", "0B004.b.8"),
        ("Heavy water 99.8 %, drums", "0C003"),
    ],
)
def test_the_name_that_holds_another_name_stands_first(engine: Engine, text: str, first: str) -> None:
    (verdict,) = engine.screen([Line("1", text)])
    assert verdict.candidates[0].code == first
