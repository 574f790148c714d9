"""How right the likely HS headings are, on published data given by folder: what docs/matching.md says of them.

    make headings-measured ARGS=FOLDER      or with REFERENCE_DATA set

The subheadings (HS6) are divided: a fifth is held out. Measured is a model that has seen no example and no Russian
text of these, only their official English texts, which are known in advance of any declaration; the shipped model has
seen all. Settings were chosen on another fifth, which VALIDATION=1 measures with both fifths held out.
Beside it, in the same run, stands a plain baseline: the nearest known text by n-grams of letters.
"""

from __future__ import annotations

import hashlib
import math
import os
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from screening.engine import headings, text
from screening.engine.policy import read_policy
from scripts.train_headings import Sample, examples, folder_of, official, russian, train

_PARTS: Final = 5
_TEST, _VALIDATION = 0, 1
_SEED: Final = 2022
_FIRST: Final = 3

Ranking = Callable[[str], list[str]]  # the likely headings of a text, best first


def part(sample: Sample) -> int:
    """The fifth that a subheading belongs to, by its digits."""
    return hashlib.sha256(sample.subheading.encode()).digest()[0] % _PARTS


def ranks(rank: Ranking, samples: Sequence[Sample]) -> str:
    """The table row of a ranking: heading first, in the first three, chapter of the first."""
    found = [(sample.heading, rank(sample.text)) for sample in samples]
    first = statistics.fmean(named[:1] == [right] for right, named in found)
    three = statistics.fmean(right in named[:_FIRST] for right, named in found)
    chapter = statistics.fmean(bool(named) and named[0][:2] == right[:2] for right, named in found)
    return f"{100 * first:8.1f}{100 * three:8.1f}{100 * chapter:8.1f}{len(samples):8}"


# -- the baseline ------------------------------------------------------------------------------------


class NearestText:
    """The headings of the known texts most like a text, by the cosine of their letter n-grams (TF-IDF)."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        counted = [Counter(_ngrams(sample.text)) for sample in samples]
        held = Counter(ngram for counts in counted for ngram in counts)
        self._headings = [sample.heading for sample in samples]
        self._rarity = {ngram: 1 + math.log(len(samples) / count) for ngram, count in held.items()}
        self._posted: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, counts in enumerate(counted):
            for ngram, value in self._vector(counts).items():
                self._posted[ngram].append((number, value))

    def rank(self, written: str) -> list[str]:
        sums: dict[int, float] = defaultdict(float)
        for ngram, value in self._vector(Counter(_ngrams(written))).items():
            for number, other in self._posted[ngram]:
                sums[number] += value * other
        nearest = sorted(sums, key=lambda number: (-sums[number], number))[:200]
        return list(dict.fromkeys(self._headings[number] for number in nearest))

    def _vector(self, counts: Counter[str]) -> dict[str, float]:
        raw = {ngram: (1 + math.log(count)) * self._rarity.get(ngram, 0.0) for ngram, count in counts.items()}
        length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        return {ngram: value / length for ngram, value in raw.items() if value}


def _ngrams(written: str) -> list[str]:
    words = [f" {word} " for word in written.lower().split()]
    return [word[at : at + size] for word in words for size in (3, 4, 5) for at in range(len(word) - size + 1)]


# -- the model ---------------------------------------------------------------------------------------


def ranking(model: headings.Headings) -> Ranking:
    return lambda written: [each.heading for each in model.guess(headings.words(text.keys(written))).best()]


def doubted(model: headings.Headings, samples: Iterable[Sample]) -> float:
    """The share of lines whose code is doubted under the shipped policy."""
    weights = read_policy().headings
    return statistics.fmean(
        bool(headings.doubt(model, sample.code, text.keys(sample.text), weights)) for sample in samples
    )


def miscoded(samples: Sequence[Sample]) -> list[Sample]:
    """The same lines, each with the code of a line drawn from another chapter."""
    drawn = random.Random(_SEED)
    others = [drawn.choice([other for other in samples if other.code[:2] != sample.code[:2]]) for sample in samples]
    return [Sample(other.code, sample.text) for sample, other in zip(samples, others, strict=True)]


def milliseconds(model: headings.Headings, samples: Iterable[Sample]) -> float:
    """The median of one guess from the keys of a line, which a line is read into anyhow."""
    times = []
    for said in [text.keys(sample.text) for sample in samples]:
        begun = time.perf_counter()
        model.guess(headings.words(said)).best()
        times.append(time.perf_counter() - begun)
    return 1000 * statistics.median(times)


def main() -> None:
    folder = folder_of(sys.argv[1:], __doc__ or "")
    measured = _VALIDATION if "VALIDATION" in os.environ else _TEST
    held_out = {_TEST, measured}
    texts, goods, tnved = official(folder), examples(folder), russian(folder)
    seen = [*texts, *(sample for sample in goods if part(sample) not in held_out)]
    codes = [sample for sample in tnved if len(sample.code) > headings.LENGTH]
    lines = [sample for sample in goods if part(sample) == measured]
    seen_russian = [each for each in tnved if len(each.code) == headings.LENGTH or part(each) not in held_out]
    cyrillic = [each for each in codes if part(each) == measured and len(headings.words(text.keys(each.text))) > 1]
    models = [headings.Headings(train(samples)) for samples in (seen, [*seen, *seen_russian])]
    rows = (("English", models[0], lines), ("Russian (exploratory)", models[1], cyrillic))
    print(f"{'right, %':34}{'first':>8}{'three':>8}{'HS2':>8}{'lines':>8}")
    print(f"{'English, nearest text by n-grams':34}{ranks(NearestText(seen).rank, lines)}", flush=True)
    for name, model, said in rows:
        print(f"{name:34}{ranks(ranking(model), said)}")
    print(f"\n{'raise SI-HEADING, %':34}{'true code':>16}{'code of another chapter':>26}")
    for name, model, said in rows:
        print(f"{name:34}{100 * doubted(model, said):16.2f}{100 * doubted(model, miscoded(said)):26.1f}")
    print(f"\nmedian {milliseconds(models[0], lines):.3f} ms a line, first meeting")


if __name__ == "__main__":
    main()
