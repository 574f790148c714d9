"""Why an entry controls a line or does not, asked from the command line."""

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.usefixtures("lists")


def test_points_and_sentences_are_told_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("why", "тиодигликоль, бочки", "eu-dual-use:1C350.1", "--hs", "2930.70", "--lang", "ru")
    told = capsys.readouterr().out.splitlines()
    assert told[0].split() == ["-3.50", "before", "any", "evidence"]
    assert told[1].startswith(" +6.50  ")
    assert "тиодигликоль" in told[1]
    assert told[-1].endswith("level high; named in the verdict")


def test_what_nothing_points_at_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("why", "cotton shirts", "eu-dual-use:1C350.1")
    assert "nothing in the line points at it" in capsys.readouterr().out


@pytest.mark.parametrize("entry", ["1C350.1", "eu-dual-use:9Z999", ""])
def test_an_unknown_entry_is_refused_with_the_way_to_write_it(entry: str) -> None:
    with pytest.raises(CommandError, match=r"Write it as eu-dual-use:1C350\.1"):
        call_command("why", "cotton shirts", entry)
