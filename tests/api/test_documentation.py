"""The contract can be read by everybody, on the portal's own files and under its own policy."""

import re

from django.contrib.staticfiles import finders
from django.test import Client


def test_the_contract_is_browsable_without_a_token_or_an_outside_file() -> None:
    page = Client().get("/api/v1/docs/")
    assert page.status_code == 200
    assert "'unsafe-inline'" not in page["Content-Security-Policy"]
    files = re.findall(r'(?:src|href)="/static/([^"]+)"', page.text)
    assert len(files) == 3
    assert all(finders.find(file) for file in files)
    assert not re.search(r"<script>|<style|style=|https?://", page.text)


def test_the_contract_is_given_as_a_file() -> None:
    document = Client().get("/api/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    assert "/api/v1/shipments" in document["paths"]
