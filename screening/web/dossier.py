"""A shipment's dossier: what it holds, who took it before, and the file itself."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from checkpoints.roles import Ability
from screening.dossier.case import Case
from screening.dossier.export import Exported, export, exports_of
from screening.models import Shipment
from screening.selectors.audit_trail import names_in
from screening.web.access import Request, actor_of, needs, require_here, shipment_or_404
from screening.web.audited import name_of
from screening.web.dossier_summary import summary


@dataclass(frozen=True)
class Taken:
    """An earlier export."""

    at: datetime
    by: str
    place: str
    manifest: str


@dataclass(frozen=True)
class DossierPage:
    shipment: Shipment
    taken: list[Taken]


@require_http_methods(["GET", "POST"])
@needs(Ability.EXPORT)
def dossier(request: Request, key: UUID) -> HttpResponse | FileResponse:
    """GET shows what was exported before, POST exports: it adds an event to the audit chain."""
    found = shipment_or_404(request, key)
    require_here(request, Ability.EXPORT, found)
    if request.method == "POST":
        return _file(request, found)
    return render(request, "web/dossier.html", {"page": _page(request, found)})


def _file(request: Request, found: Shipment) -> FileResponse:
    file = TemporaryFile()  # noqa: SIM115  (the answer closes it)
    language = get_language() or "en"

    def summarise(case: Case) -> str:
        return summary(case, language)

    exported = export(shipment=found, actor=actor_of(request), summarise=summarise, file=file)
    file.seek(0)
    answer = FileResponse(file, as_attachment=True, filename=_filename(found, exported))
    answer["Content-Type"] = "application/zip"
    answer["Content-Encoding"] = "identity"  # compressed already
    answer["Cache-Control"] = "no-store"
    return answer


def _filename(found: Shipment, exported: Exported) -> str:
    """Begins with what the file is of and ends with the beginning of its manifest's hash."""
    number = re.sub(r"[^\w-]+", "-", found.declaration_number).strip("-")
    return f"dossier-{number}-v{found.version}-{exported.manifest_sha256[:12]}.zip"


def _page(request: Request, found: Shipment) -> DossierPage:
    events = exports_of(found.pk)
    names = names_in(actor_of(request), events)
    return DossierPage(
        found,
        [
            Taken(
                at=event.at,
                by=name_of(event.actor, names)[0],
                place=f"{event.node}/{event.sequence}",
                manifest=json.loads(event.detail)["manifest"],
            )
            for event in events
        ],
    )
