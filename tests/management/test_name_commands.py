"""Names are screened and compared from the command line. Every name is invented."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from screening.services.watchlists import screener_for

pytestmark = pytest.mark.django_db
LIST = "entity_id,name,is_alias,type,country,source\np1,KARIMZODA Rustam Aliyevich,0,person,TJ,invented\n"
QUERIES = "query_id,name,type,country\nq1,Каримов Рустам,person,TJ\nq2,TO ORDER,,\nq3,Валиева Нигора,person,UZ\n"
PAIRS = (
    "id,query,query_country,candidate,candidate_country,entity_type\n"
    "a,Каримов Рустам Алиевич,TJ,Karimov Rustam,TJ,person\n"
    "b,Каримов Рустам,TJ,Валиева Нигора,UZ,person\n"
)


@pytest.fixture(autouse=True)
def _no_screener_of_another_test() -> None:
    screener_for.cache_clear()


def _file(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, "utf-8")
    return str(folder / name)


def test_names_are_screened_against_the_first_edition_of_a_list(tmp_path: Path) -> None:
    call_command("import_watchlist", _file(tmp_path, "list.csv", LIST), "--format", "csv", "--source", "invented")
    out = tmp_path / "out.jsonl"
    call_command("screen_names", _file(tmp_path, "names.csv", QUERIES), "--out", str(out))
    said = {row["query_id"]: row["matches"] for row in map(json.loads, out.read_text("utf-8").splitlines())}
    (match,) = said["q1"]
    assert (match["entity_id"], match["name"], match["list"]) == ("p1", "KARIMZODA Rustam Aliyevich", "invented")
    assert match["level"] in ("medium", "high")
    assert match["evidence"]
    assert (said["q2"], said["q3"]) == ([], [])


def test_without_a_watchlist_the_command_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="import_watchlist"):
        call_command("screen_names", _file(tmp_path, "names.csv", QUERIES), "--out", str(tmp_path / "out.jsonl"))


def test_pairs_are_compared(tmp_path: Path) -> None:
    out = tmp_path / "scores.csv"
    call_command("compare_names", _file(tmp_path, "pairs.csv", PAIRS), "--out", str(out))
    scores = {row["id"]: float(row["score"]) for row in csv.DictReader(out.read_text("utf-8").splitlines())}
    assert scores["a"] > 0.9 > 0.3 > scores["b"]


def test_a_table_without_its_columns_or_in_another_encoding_is_refused(tmp_path: Path) -> None:
    out = str(tmp_path / "scores.csv")
    with pytest.raises(CommandError, match="lacks the column 'query'"):
        call_command("compare_names", _file(tmp_path, "pairs.csv", "id,name\n1,x\n"), "--out", out)
    (tmp_path / "old.csv").write_bytes("id,query\n1,Каримов\n".encode("cp1251"))
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("compare_names", str(tmp_path / "old.csv"), "--out", out)
    with pytest.raises(CommandError, match="There is no file"):
        call_command("compare_names", str(tmp_path / "none.csv"), "--out", out)
