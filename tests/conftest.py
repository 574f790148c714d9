"""What every test may rest on: a database that keeps the rules, the named cast, the running portal, English."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from config.messages import compile_messages
from tests.database import empty_in_spite_of_rules

pytest_plugins = ["tests.stack", "tests.cast"]


def pytest_sessionstart() -> None:
    empty_in_spite_of_rules()
    compile_messages()  # so that pages speak every language, however the tests were started


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A request leaves its language behind in the thread; the next test must not depend on it."""
    with translation.override("en"):
        yield
