"""Makes the keys that shipments are found by anew."""

from typing import Any

from django.core.management.base import BaseCommand

from screening.models import Shipment
from screening.services import search_keys


class Command(BaseCommand):
    help = "Folds again what every shipment is found by: after an upgrade whose notes say so. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        for shipment in Shipment.objects.select_related("route").iterator(500):
            search_keys.renew(shipment)
        self.stdout.write(f"{Shipment.objects.count()} shipments can be found by their present keys.")
