"""Counts how often words occur in trade descriptions, for screening/engine/frequencies.tsv.

    REFERENCE_DATA=… python scripts/count_words.py > screening/engine/frequencies.tsv

Only counts are kept, of words that occur at least LEAST times. Run it again when the key of a word
changes (screening/engine/text.py); the table is otherwise frozen, since scores depend on it.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

LEAST = 2
_TEXT = Path(__file__).parent.parent / "screening/engine/text.py"


def _texts(folder: Path) -> Iterator[str]:
    with (folder / "hs/hs_2022_en.csv").open(encoding="utf-8") as file:
        yield from (row["description"] for row in csv.DictReader(file))
    with (folder / "goods/hs6_examples.csv").open(encoding="utf-8") as file:
        yield from (row["product_description"] for row in csv.DictReader(file))
    yield from _strings(json.loads((folder / "hs/tnved_2022_ru.json").read_text("utf-8")))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def main() -> None:
    # By path: the engine's other modules read the very table that is written here.
    spec = importlib.util.spec_from_file_location("text", _TEXT)
    assert spec and spec.loader
    text = importlib.util.module_from_spec(spec)
    sys.modules["text"] = text
    spec.loader.exec_module(text)
    counts: Counter[str] = Counter()
    for written in _texts(Path(os.environ["REFERENCE_DATA"])):
        counts.update(key for key in text.keys(written) if not any(letter.isdigit() for letter in key))
    for key, count in sorted(counts.items()):
        if count >= LEAST:
            sys.stdout.write(f"{key}\t{count}\n")


if __name__ == "__main__":
    main()
