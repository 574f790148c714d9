"""Brings a list in as a table, for a worker; the example to begin from; and editions as tables again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from checkpoints.roles import Ability
from screening import adapters
from screening.lists.list_imports import receive
from screening.lists.table.template import template
from screening.lists.table.writing import TYPES, written
from screening.selectors.editions import managed_editions
from screening.selectors.list_imports import latest
from screening.tasks import enqueue_import
from screening.web.access import Request, actor_of, needs
from screening.web.errors import too_large
from screening.web.words import DRAFT_WORK, word


class ListForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("File"), max_length=200, allow_empty_file=True)


@dataclass(frozen=True)
class Sent:
    """A file sent before, and what became of it."""

    filename: str
    url: str
    state: str
    at: datetime


@dataclass(frozen=True)
class ListsImport:
    limit: str
    limit_bytes: int
    extensions: list[str]
    sent: list[Sent]


@require_http_methods(["GET", "POST"])
@needs(Ability.MANAGE_LISTS)
def lists_import(request: Request) -> HttpResponse:
    """Takes a table, which a worker makes a draft of the manager's own administration, whole or not at all."""
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if not form.is_valid():
        return _show(request, form)
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
        return too_large(request)
    taken = receive(by=request.user, content=file.read(), filename=file.name or "", enqueue=enqueue_import)
    return HttpResponseRedirect(reverse("list-import", args=[taken.pk]))


def _show(request: Request, form: ListForm) -> HttpResponse:
    page = ListsImport(
        limit=filesizeformat(settings.MAX_UPLOAD_BYTES),
        limit_bytes=settings.MAX_UPLOAD_BYTES,
        extensions=list(TYPES),
        sent=[
            Sent(row.filename, reverse("list-import", args=[row.pk]), word(DRAFT_WORK, row.state), row.created_at)
            for row in latest(actor_of(request))
        ],
    )
    context = {"page": page, "form": form}
    return render(request, "web/lists_import.html", context, status=422 if form.errors else 200)


@require_GET
@needs(Ability.MANAGE_LISTS)
def list_template(request: Request, extension: str) -> HttpResponse:
    """An example list of two invented entries, to be overwritten."""
    if extension not in TYPES:
        raise Http404
    return _download(template(extension), "example-national", extension)


@require_GET
@needs(Ability.MANAGE_LISTS)
def edition_table(request: Request, key: UUID, extension: str) -> HttpResponse:
    """An edition as the table that it can be imported from again."""
    row = get_object_or_404(managed_editions(actor_of(request)), pk=key)
    if extension not in TYPES:
        raise Http404
    [edition] = adapters.catalogue_of(managed_editions(actor_of(request)).filter(pk=row.pk)).editions
    return _download(written(edition, extension), slugify(f"{edition.list_slug} {edition.name}"), extension)


def _download(content: bytes, name: str, extension: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=TYPES[extension])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    return answer
