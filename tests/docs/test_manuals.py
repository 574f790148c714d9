"""Manuals that fail the tests when they grow stale."""

import re
from pathlib import Path

import pytest

from screening.engine.explain import MESSAGES

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("docs/**/*.md"), ROOT / "README.md"])


def test_the_evidence_manual_is_complete_and_names_nothing_that_is_gone() -> None:
    told = set(re.findall(r"^\| `([A-Z]{2}-[\w-]+)`", (ROOT / "docs/evidence.md").read_text("utf-8"), re.MULTILINE))
    assert told == {message for message in MESSAGES if re.match(r"(EV|QU|SI)-", message)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_files_that_a_page_names_exist(page: Path) -> None:
    named = re.findall(
        r"`((?:screening|checkpoints|ledger|config|tests|scripts|docs|templates|locale)/[\w./-]*)`",
        page.read_text("utf-8"),
    )
    links = re.findall(r"\]\((?!https?:)([\w./-]+)\)", page.read_text("utf-8"))
    missing = [path for path in named if not (ROOT / path).exists()]
    missing += [path for path in links if not (page.parent / path).exists()]
    assert missing == []
