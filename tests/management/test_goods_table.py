"""A table of goods lines: rows in, verdicts out, in order, resumable, with a clear word on bad tables."""

import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.usefixtures("lists")
ROWS = [("a", "thiodiglycol", "2930.70"), ("b", "печенье, сладкое", "1905319100"), ("c", "запчасти", "")]


def _screened(source: Path, *options: str) -> list[dict[str, Any]]:
    out = source.with_suffix(".jsonl")
    call_command("screen_file", str(source), "--out", str(out), *options)
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def _csv(folder: Path, encoding: str = "utf-8", delimiter: str = ";") -> Path:
    path = folder / "in.csv"
    lines = [delimiter.join(("id", "description", "hs_code", "remark"))]
    lines += [delimiter.join((*(f'"{cell}"' for cell in row), "ignored")) for row in ROWS]
    path.write_text("\r\n".join(lines), encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_screened_row_by_row(tmp_path: Path, encoding: str, delimiter: str) -> None:
    verdicts = _screened(_csv(tmp_path, encoding, delimiter))
    assert [(each["id"], each["flagged"], each["vague"]) for each in verdicts] == [
        ("a", True, False),
        ("b", False, False),
        ("c", False, True),
    ]
    best = verdicts[0]["candidates"][0]
    assert {"list", "code", "score", "evidence"} <= set(best)
    assert any(label.startswith("eu-dual-use ") for label in verdicts[0]["lists"])


def test_a_spreadsheet_is_screened_with_numbers_as_codes(tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([("hs_code", "description"), (293070, "thiodiglycol")]):
            sheet.write_row(number, 0, row)
    (verdict,) = _screened(path)
    assert verdict["id"] == "1"
    assert "EV-HS-high" in {each["id"] for each in verdict["candidates"][0]["evidence"]}


def test_evidence_is_told_in_the_language_asked_for(tmp_path: Path) -> None:
    verdicts = _screened(_csv(tmp_path), "--lang", "ru")
    assert "название таких товаров" in json.dumps(verdicts, ensure_ascii=False)


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    source = _csv(tmp_path)
    whole = _screened(source)
    out = source.with_suffix(".jsonl")
    written = out.read_bytes()
    out.write_bytes(written[: written.index(b"\n") + 30])  # one whole line and the beginning of another
    assert _screened(source) == whole
    assert out.read_bytes() == written


def test_a_table_without_a_description_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("id,goods\n1,thiodiglycol\n")
    with pytest.raises(CommandError, match="must name the columns id, description, hs_code; it has: id, goods"):
        call_command("screen_file", str(path), "--out", str(tmp_path / "out.jsonl"))
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\x98\x81" * 20])
def test_what_is_no_table_is_refused_with_a_reason(tmp_path: Path, content: bytes) -> None:
    for name in ("in.csv", "in.xlsx"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(CommandError, match=r"[Ss]ave|must name"):
            call_command("screen_file", str(tmp_path / name), "--out", str(tmp_path / "out.jsonl"))


def test_a_day_before_every_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No control list was in force on 1900-01-01"):
        _screened(_csv(tmp_path), "--as-of", "1900-01-01")
