"""Training: the same texts give the same bytes, and what is learnt can be asked. The texts are invented."""

import os
import subprocess
import sys

from screening.engine.headings import Headings, words
from screening.engine.text import keys
from scripts.train_headings import Sample, train

SAMPLES = [
    Sample("0202", "Frozen meat of oxen"),
    Sample("020230", "Frozen beef without bones"),
    Sample("8703", "Passenger cars"),
    Sample("870323", "Estate car with a petrol engine"),
    Sample("870324", "Sports car, petrol"),
]


def test_headings_are_learnt_from_the_words_of_their_texts() -> None:
    model = Headings(train(SAMPLES))
    assert [each.heading for each in model.guess(words(keys("petrol car"))).best()] == ["8703"]
    assert [each.heading for each in model.guess(words(keys("frozen beef"))).best()] == ["0202"]


def test_the_same_texts_give_the_same_bytes_under_any_hash_seed() -> None:
    program = "from tests.scripts.test_train_headings import SAMPLES, train; print(train(SAMPLES).hex())"
    told = {
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert told == {train(SAMPLES).hex().encode() + b"\n"}
