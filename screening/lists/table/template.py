"""An example list to begin from: two invented entries that show every part of the table."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from screening.lists.table.reading import read_table
from screening.lists.table.writing import written

_EXAMPLE: Final = Path(__file__).with_name("template.csv")


def template(extension: str) -> bytes:
    """The example as a file to fill in; ``extension`` is one of writing.TYPES."""
    return written(read_table(_EXAMPLE.read_bytes()), extension)
