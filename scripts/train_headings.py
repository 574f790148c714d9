"""Trains screening/engine/headings_*.bin, the models of likely HS headings, on published data given by folder.

    make headings ARGS=FOLDER       or with REFERENCE_DATA set

Read are the official English texts (hs/hs_2022_en.csv), examples of goods with their codes (goods/hs6_examples.csv)
and, for the model of Cyrillic texts alone, the Russian texts of the ТН ВЭД (hs/tnved_2022_ru.json). Only hashes of
words and weights are kept. The same folder gives the same bytes. bench/headings.py measures what they are worth.

A model is one linear support vector machine with squared hinge loss for each heading against all others,
solved in the dual by coordinate descent (Hsieh et al., 2008). A word has a weight only for headings in whose texts
it stands, which keeps the model small; for all other headings the starting point, -1, is right already.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from screening.engine import headings, text

ROUNDS: Final = 10
COST: Final = 1.0  # of a text on the wrong side, against the size of the weights
_SEED: Final = 2022
_START: Final = -1.0
_HS6: Final = 6


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and the code that it is declared under: four digits or more."""

    code: str
    text: str

    @property
    def heading(self) -> str:
        return self.code[: headings.LENGTH]

    @property
    def subheading(self) -> str:
        return self.code[:_HS6]


# -- reading -----------------------------------------------------------------------------------------


def official(folder: Path) -> list[Sample]:
    """The English texts of headings and subheadings."""
    rows = _rows(folder / "hs/hs_2022_en.csv")
    return [Sample(row["hscode"], row["description"]) for row in rows if _is_code(row["hscode"])]


def examples(folder: Path) -> list[Sample]:
    """Descriptions of goods as trade would write them."""
    return [Sample(row["hs6_code"], row["product_description"]) for row in _rows(folder / "goods/hs6_examples.csv")]


def russian(folder: Path) -> list[Sample]:
    """The Russian texts of headings and of ten-digit codes."""
    tree = json.loads((folder / "hs/tnved_2022_ru.json").read_text("utf-8"))
    return [sample for sample in _samples(tree) if _is_code(sample.code)]


def _is_code(code: str) -> bool:
    return len(code) >= headings.LENGTH and code.isdigit()


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _samples(node: Any) -> Iterator[Sample]:
    if isinstance(node, dict):
        if "code" in node:
            yield Sample(node["code"], node["naim"])
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            yield from _samples(part)


# -- training ----------------------------------------------------------------------------------------

Vector = list[tuple[str, float]]


class Training:
    """Weights on their way. ``fit`` goes once over all texts; ten rounds bring them to rest."""

    def __init__(self, samples: Iterable[Sample]) -> None:
        read = [(headings.words(text.keys(sample.text)), sample.heading) for sample in samples]
        counts = Counter(word for said, _ in read for word in said)
        self.rarities = {word: 1 + math.log(len(read) / count) for word, count in counts.items()}
        self.weights: dict[str, dict[str, float]] = defaultdict(dict)
        for said, heading in read:
            for word in said:
                self.weights[word][heading] = 0.0
        self.biases = {heading: _START for _, heading in read}
        self._texts = [(self._vector(said), heading) for said, heading in read if said]
        self._duals: list[dict[str, float]] = [{} for _ in self._texts]
        self._order = random.Random(_SEED)  # noqa: S311 (an order, no secret)

    def fit(self) -> None:
        """One round over the texts, in an order that the seed decides."""
        for number in self._order.sample(range(len(self._texts)), len(self._texts)):
            vector, right = self._texts[number]
            self._move(vector, self._changes(self._scores(vector), right, self._duals[number]))

    def packed(self) -> bytes:
        return headings.pack(self.biases, self.rarities, self.weights)

    def _vector(self, said: Sequence[str]) -> Vector:
        length = math.sqrt(sum(self.rarities[word] ** 2 for word in said))
        return [(word, self.rarities[word] / length) for word in said]

    def _scores(self, vector: Vector) -> dict[str, float]:
        sums: dict[str, float] = {}
        for word, value in vector:
            for heading, weight in self.weights[word].items():
                sums[heading] = sums.get(heading, 0.0) + weight * value
        return {heading: points + self.biases[heading] for heading, points in sums.items()}

    def _changes(self, scores: dict[str, float], right: str, duals: dict[str, float]) -> dict[str, float]:
        """How far the text pulls each heading: up to 1 its own, down to -1 the others. Keeps the pulls in ``duals``."""
        changes: dict[str, float] = {}
        soft = 1 / (2 * COST)
        for heading, score in scores.items():
            side = 1 if heading == right else -1
            before = duals.get(heading, 0.0)
            # 2: the squared length of a text's vector with its bias
            after = max(0.0, before + (1 - side * score - soft * before) / (2 + soft))
            if after != before:
                duals[heading] = after
                changes[heading] = side * (after - before)
        return changes

    def _move(self, vector: Vector, changes: dict[str, float]) -> None:
        for word, value in vector:
            weights = self.weights[word]
            for heading in changes.keys() if len(changes) < len(weights) else list(weights):
                if heading in weights and heading in changes:
                    weights[heading] += value * changes[heading]
        for heading, change in changes.items():
            self.biases[heading] += change


def train(samples: Iterable[Sample]) -> bytes:
    """The model file for some texts."""
    training = Training(samples)
    for _ in range(ROUNDS):
        training.fit()
    return training.packed()


def folder_of(arguments: Sequence[str], about: str) -> Path:
    """The folder of published data that the command or REFERENCE_DATA names."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default=os.environ.get("REFERENCE_DATA"), type=Path)
    folder: Path | None = parser.parse_args(arguments).folder
    if folder is None:
        parser.error("name the folder of published data, or set REFERENCE_DATA")
    return folder


def main() -> None:
    folder = folder_of(sys.argv[1:], __doc__ or "")
    english = [*official(folder), *examples(folder)]
    for alphabet, samples in zip(headings.ALPHABETS, (english, [*english, *russian(folder)]), strict=True):
        model = train(samples)
        headings.model_file(alphabet).write_bytes(model)
        sys.stdout.write(f"{headings.model_file(alphabet).name}: {len(model):,} bytes\n")


if __name__ == "__main__":
    main()
