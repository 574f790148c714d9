"""Tables of names for the commands: CSV in UTF-8 with a header."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from django.core.management.base import CommandError

_KINDS: Final = {
    "person": "person", "individual": "person", "company": "company", "entity": "company", "organization": "company",
    "organisation": "company", "legalentity": "company", "vessel": "vessel", "ship": "vessel", "aircraft": "aircraft",
    "airplane": "aircraft",
}  # fmt: skip


def kind_of(told: str) -> str:
    """The engine's word for a kind of party; empty where it is not told or unknown, so that the name's words tell."""
    return _KINDS.get(told.strip().casefold(), "")


def rows_of(path: Path, columns: Sequence[str]) -> Iterator[Mapping[str, str]]:
    """The rows of a table, cells that lack are empty. Raises CommandError with what to do where it cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in columns[:2] if column not in (reader.fieldnames or ())]
            if missing:
                raise CommandError(
                    f"{path.name} lacks the column {missing[0]!r}. The first row names: {','.join(columns)}"
                )
            for row in reader:
                yield {column: row.get(column) or "" for column in columns}
    except FileNotFoundError as error:
        raise CommandError(f"There is no file {path}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path.name} is not in UTF-8. Save it as CSV UTF-8.") from error
