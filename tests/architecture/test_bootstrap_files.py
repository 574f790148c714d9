"""The Bootstrap files that we serve are the official ones of 5.3.8, byte for byte.

They come from a package of third hands; the hashes are those that Bootstrap's own documentation prints
for its distribution (subresource integrity: SHA-384, base64).
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

OFFICIAL = {
    "bootstrap/bootstrap.min.css": "sRIl4kxILFvY47J16cr9ZwB07vP4J8+LH7qKQnuqkuIAvNWLzeN8tE5YBujZqJLB",
}


@pytest.mark.parametrize(("name", "sha384"), OFFICIAL.items())
def test_a_file_equals_the_official_one(name: str, sha384: str) -> None:
    path = finders.find(name)
    assert path
    assert base64.b64encode(hashlib.sha384(Path(path).read_bytes()).digest()).decode() == sha384
