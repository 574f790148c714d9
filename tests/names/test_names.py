"""Names of parties; cases in tests/cases/names/engine. Every name is invented."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.engine.parties.listed import ListedParty, Watchlist
from screening.engine.parties.nearness import between
from screening.engine.parties.screening import PartyName, Screener, likeness
from screening.engine.parties.sounds import sounds
from tests.cases import rows

ALIKE = 0.7
ANY_NAME = st.text(max_size=60) | st.sampled_from(["ООО", "Карим", "Ali o'g'li", "N/A", "X" * 2000, "Ҷ\u200bӯра", "٣٤"])
PARTIES = (
    ListedParty("1", "person", (("KARIMZODA, Rustam Aliyevich", "full"), ("Rustik", "weak")), countries=("TJ",)),
    ListedParty("2", "company", (("OSIYO DRONE SAVDO MCHJ", "full"),), identifiers=(("tax", "77-1234567"),)),
    ListedParty("3", "vessel", (("AL RAYAHEEN II", "full"),), identifiers=(("imo", "9074729"),)),
)


def _listed(*parties: ListedParty) -> Watchlist:
    return Watchlist("invented", "invented 1", parties)


@pytest.mark.parametrize("case", rows("names/engine/sounds.csv"), ids=lambda case: case["one"] + "-" + case["other"])
def test_spellings_of_one_word_sound_alike(case: Mapping[str, str]) -> None:
    nearest = max(between(one, other) for one in sounds(case["one"].lower()) for other in sounds(case["other"].lower()))
    assert nearest >= 0.9, case["why"]


@pytest.mark.parametrize(
    "case", rows("names/engine/pairs.csv"), ids=lambda case: case["query"] + "-" + case["candidate"]
)
def test_pairs(case: Mapping[str, str]) -> None:
    score = likeness(PartyName("", case["query"], case["type"]), PartyName("", case["candidate"], case["type"]))
    assert (score >= ALIKE) == (case["alike"] == "yes"), f"{case['why']}: {score}"


@given(ANY_NAME, ANY_NAME, st.sampled_from(["person", "company", "vessel", ""]))
def test_any_two_names_have_a_likeness_that_is_the_same_both_ways(one: str, other: str, kind: str) -> None:
    there = likeness(PartyName("", one, kind), PartyName("", other, kind))
    assert 0.0 <= there <= 1.0
    assert likeness(PartyName("", other, kind), PartyName("", one, kind)) == pytest.approx(there, abs=0.25)


@given(ANY_NAME)
def test_any_name_is_screened(name: str) -> None:
    for match in Screener(_listed(*PARTIES)).screen(PartyName("", name)):
        assert match.score >= 0
        assert all(0 <= start < end <= len(name) * 18 for each in match.evidence for start, end in each.spans)


def test_a_party_is_found_by_the_likest_of_its_names_and_told_why() -> None:
    match, *others = Screener(_listed(*PARTIES)).screen(PartyName("q", "Каримов Рустам", "person", "TJ"))
    assert (match.party.reference, match.name, match.level, others) == (
        "1", "KARIMZODA, Rustam Aliyevich", "medium", [],
    )  # fmt: skip
    assert [each.id for each in match.evidence] == ["NM-EQUAL", "NM-SPELLED", "NM-MISSING"]


def test_another_country_speaks_against() -> None:
    screener = Screener(_listed(*PARTIES))
    same, other = (screener.screen(PartyName("", "Karimzoda Rustam", "person", code))[0] for code in ("TJ", "KZ"))
    assert other.score < same.score
    assert "NM-COUNTRY" in [each.id for each in other.evidence]


def test_an_equal_number_decides_whatever_the_name() -> None:
    query = PartyName("", "Another Name", "vessel", identifiers=(("imo", "907 4729"),))
    (match,) = Screener(_listed(*PARTIES)).screen(query)
    assert (match.party.reference, match.score, match.evidence[0].id) == ("3", 1.0, "NM-IDENTIFIER")


def test_a_weak_alias_counts_less() -> None:
    (match,) = Screener(_listed(*PARTIES)).screen(PartyName("", "Rustik", "person"))
    assert "NM-WEAK" in [each.id for each in match.evidence]
    assert match.score < 1


def test_no_other_party_changes_a_score() -> None:
    query = PartyName("", "Осиё Дрон Савдо", "company")
    alone = Screener(_listed(PARTIES[1])).screen(query)
    among = Screener(_listed(*PARTIES, ListedParty("9", "company", (("OSIYO DRONE INVEST", "full"),)))).screen(query)
    assert [each.score for each in among if each.party.reference == "2"] == [each.score for each in alone]


def test_what_is_stored_gives_the_same_answers() -> None:
    built = Screener(_listed(*PARTIES))
    loaded = Screener(_listed(*PARTIES), stored=built.to_bytes())
    query = PartyName("", "Al Rayahin 2", "vessel")
    assert [each.as_document() for each in loaded.screen(query)] == [each.as_document() for each in built.screen(query)]
    assert loaded.to_bytes() == built.to_bytes()


@pytest.mark.parametrize("name", ["", "A", "N/A", "TO ORDER", "по приказу", "ООО", "12345", "X" * 2000, "\u200b\u202e"])
def test_what_is_no_name_finds_nothing(name: str) -> None:
    assert Screener(_listed(*PARTIES)).screen(PartyName("", name)) == []


def test_answers_are_the_same_bytes_in_another_process() -> None:
    script = (
        "from tests.names.test_names import PARTIES, Screener, PartyName, _listed;"
        "print([m.as_document() for m in Screener(_listed(*PARTIES)).screen(PartyName('', 'Karimov Rustam'))])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
