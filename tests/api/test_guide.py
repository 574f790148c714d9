"""The examples of docs/api.md, called as they stand there."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.api.conftest import token
from tests.cast import Cast

GUIDE = Path(__file__).parents[2] / "docs/api.md"
BLOCKS = re.findall(r"```bash\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
CALLS = [block for block in BLOCKS if "Bearer $TOKEN" in block]


def _called(block: str, bearer: str) -> Any:
    """Does what curl would."""
    typed, _, piped = block.replace("\\\n", " ").partition("|\n")
    words = shlex.split(piped or typed)
    options: dict[str, list[str]] = {"-H": [], "-d": [], "--data-binary": []}
    for name, value in pairwise(words):
        options.get(name, []).append(value)
    headers = dict(line.replace("$TOKEN", bearer).split(": ", 1) for line in options["-H"])
    address = urlsplit(next(word for word in words if word.startswith("$PORTAL")).removeprefix("$PORTAL"))
    body = shlex.split(typed)[1].encode().decode("unicode_escape") if piped else "".join(options["-d"])
    client = Client(headers=headers)
    if not body:
        return client.get(address.geturl())
    return client.post(address.geturl(), body, content_type=headers["Content-Type"])


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("block", CALLS, ids=lambda block: re.findall(r"/api/v1/\w+", block)[0])
def test_an_example_of_the_guide_works(cast: Cast, block: str) -> None:
    answer = _called(block, token(cast.customs_system))
    assert answer.status_code in {200, 202}, answer.content


def test_the_guide_shows_how_to_ask_for_a_token() -> None:
    assert "grant_type=client_credentials" in BLOCKS[0]
    assert len(CALLS) == 5
