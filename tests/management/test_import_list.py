"""A list is imported and exported from the command line; a fault stores nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from screening.engine.catalogue import edition_digest
from screening.lists.table.reading import read_table
from screening.models import ControlList, Edition
from tests.cast import Cast
from tests.lists.table.tables import as_csv, changed, line_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(as_csv())
    return path


def test_a_list_is_stored_as_a_draft_of_its_administration(
    cast: Cast, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_list", str(file), "--administration", "uz")
    said = capsys.readouterr().out
    assert "uz-national 2026-1: 2 entries, 2 terms read." in said
    assert "Waits as a draft" in said
    assert ControlList.objects.get().administration == cast.uzbekistan
    call_command("import_list", str(file), "--administration", "uz")
    assert "Known already." in capsys.readouterr().out


def test_check_stores_nothing(cast: Cast, file: Path) -> None:
    call_command("import_list", str(file), "--check")
    assert not Edition.objects.exists()


def test_the_slug_can_be_named(cast: Cast, file: Path) -> None:
    call_command("import_list", str(file), "--list", "uz-other", "--administration", "uz")
    assert ControlList.objects.get().slug == "uz-other"
    with pytest.raises(CommandError, match="no slug of a list"):
        call_command("import_list", str(file), "--list", "Uz Other")


def test_faults_are_told_with_row_and_column(cast: Cast, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = line_of("identifier")
    file.write_bytes(as_csv(changed(line, value="111-48-9")))
    with pytest.raises(CommandError, match="1 faults; nothing was stored"):
        call_command("import_list", str(file))
    assert f"Row {line}, column value: The check digit of the CAS number 111-48-9" in capsys.readouterr().err
    assert not Edition.objects.exists()


def test_what_cannot_be_done_is_told(cast: Cast, lists: None, file: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no administration"):
        call_command("import_list", str(file), "--administration", "xx")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_list", str(tmp_path / "none.csv"))
    with pytest.raises(CommandError, match="eu-dual-use has another owner"):
        call_command("import_list", str(file), "--list", "eu-dual-use", "--administration", "tj")
    with pytest.raises(CommandError, match="1 entries instead of"):
        _import_one_entry(file)


def _import_one_entry(file: Path) -> None:
    rows = [row for place, row in enumerate(changed(0), 2) if place <= line_of("title", code="N1")]
    file.write_bytes(as_csv(rows))
    call_command("import_list", str(file), "--list", "eu-dual-use")


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_an_edition_is_exported_and_is_the_same_when_it_is_read(lists: None, tmp_path: Path, extension: str) -> None:
    out = tmp_path / f"out.{extension}"
    call_command("export_list", "eu-dual-use", str(out))
    assert edition_digest(read_table(out.read_bytes())) == Edition.objects.get().checksum


def test_an_edition_that_is_not_there_is_not_exported(lists: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such edition"):
        call_command("export_list", "eu-dual-use", str(tmp_path / "out.csv"), "--edition", "large")
    with pytest.raises(CommandError, match=r"neither in \.csv nor in \.xlsx"):
        call_command("export_list", "eu-dual-use", str(tmp_path / "out.ods"))
