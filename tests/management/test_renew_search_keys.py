"""An upgrade that folds words in another way finds the older shipments too."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from screening import models
from tests import cast as c
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_keys_of_another_folding_are_replaced(cast: Cast) -> None:
    shipments = [c.shipment(cast), c.shipment(cast)]
    models.SearchKey.objects.create(shipment=shipments[0], kind="word", key="folded-otherwise")
    told = StringIO()
    call_command("renew_search_keys", stdout=told)
    assert told.getvalue() == "2 shipments can be found by their present keys.\n"
    assert not models.SearchKey.objects.filter(key="folded-otherwise").exists()
    for shipment in shipments:
        assert models.SearchKey.objects.filter(shipment=shipment, kind="container", key="csqu3054383").exists()
