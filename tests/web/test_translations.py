"""Every text of pages and services is there in every language."""

import pytest

from screening.engine.catalogue import HAZARDS
from screening.web.handling import ADVICE, dangers_of, handling_of
from tests.web.extraction import LANGUAGES, catalogue, messages, missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_lacks_a_translation(language: str) -> None:
    assert missing(language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_over(language: str) -> None:
    used = {text for _, text, _ in messages()}
    known = {entry.id[0] if isinstance(entry.id, tuple) else entry.id for entry in catalogue(language) if entry.id}
    assert known - used == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_the_same_places(language: str) -> None:
    faults = [message.id for message in catalogue(language) if message.id and any(True for _ in message.check())]
    assert faults == []


@pytest.mark.parametrize("hazard", HAZARDS)
def test_each_hazard_class_has_advice_in_four_languages(hazard: str) -> None:
    assert set(ADVICE[hazard]) == {"en", *LANGUAGES}
    assert all(len(sentences) == 3 for sentences in ADVICE[hazard].values())


def test_advice_comes_gravest_first() -> None:
    assert [each.hazard for each in handling_of(["dual-use", "chemical"], "tg")] == ["chemical", "dual-use"]


@pytest.mark.parametrize(
    ("hazards", "dangers"),
    [
        ({"explosive", "precursor"}, {"precursor"}),
        ({"explosive", "precursor", "military"}, {"explosive", "precursor", "military"}),
        ({"nuclear", "dual-use"}, {"dual-use"}),
        ({"nuclear", "radiological", "dual-use"}, {"nuclear", "radiological", "dual-use"}),
        ({"explosive"}, {"explosive"}),
    ],
)
def test_what_could_be_made_of_goods_is_not_how_to_handle_them(hazards: set[str], dangers: set[str]) -> None:
    assert dangers_of(hazards) == dangers
