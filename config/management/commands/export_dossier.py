"""Writes a shipment's dossier to a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from checkpoints.actors import SYSTEM
from screening.dossier.export import export
from screening.models import Shipment
from screening.web.dossier_summary import summary


class Command(BaseCommand):
    help = "Writes everything kept about a shipment to a ZIP file that scripts/verify_dossier.py checks offline."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("shipment", help="declaration number (its latest version) or the shipment's key")
        parser.add_argument("--out", required=True, type=Path, help="the file to write; one that exists is refused")
        parser.add_argument("--language", default="en", choices=[code for code, _ in settings.LANGUAGES])

    def handle(self, *args: Any, **options: Any) -> None:
        shipment, out, language = _find(options["shipment"]), options["out"], options["language"]
        try:
            with out.open("xb") as file:
                exported = export(
                    shipment=shipment, actor=SYSTEM, summarise=lambda case: summary(case, language), file=file
                )
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}. Name another file.") from error
        self.stdout.write(f"{out}\nSHA-256 of the manifest: {exported.manifest_sha256}\nAudit event: {exported.event}")


def _find(text: str) -> Shipment:
    try:
        found = list(Shipment.objects.filter(pk=UUID(text)))
    except ValueError:
        latest: dict[UUID, Shipment] = {}
        for shipment in Shipment.objects.filter(declaration_number=text).order_by("version"):
            latest[shipment.administration_id] = shipment
        found = list(latest.values())
    if not found:
        raise CommandError(f"No shipment has the number or key {text!r}.")
    if len(found) > 1:
        keys = ", ".join(str(shipment.pk) for shipment in found)
        raise CommandError(f"Several administrations have a declaration {text!r}. Name one by its key: {keys}")
    return found[0]
