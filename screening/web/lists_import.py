"""Brings a list in as a table: its faults, or a draft; the example to begin from; and editions as tables again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from checkpoints.roles import Ability
from screening import adapters
from screening.engine.catalogue import Edition
from screening.lists.drafting import ListShrunk, store_draft
from screening.lists.faults import Fault, ListRefused, text
from screening.lists.load import ListOfOthers
from screening.lists.table.reading import read_table
from screening.lists.table.template import template
from screening.lists.table.writing import TYPES, written
from screening.selectors.editions import managed_editions
from screening.web.access import Request, actor_of, needs
from screening.web.errors import too_large

_MOST: Final = 200


class ListForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("File"), max_length=200, allow_empty_file=True)
    shrunk = forms.BooleanField(label=gettext_lazy("The list is meant to be so much shorter"), required=False)


@dataclass(frozen=True)
class FaultRow:
    """``line`` is 0 for what concerns the whole file."""

    line: int
    column: str
    value: str
    text: str


@dataclass(frozen=True)
class ImportPage:
    """``asks_shrunk``: the file can be stored once a person says that it is meant to be so short."""

    limit: str
    limit_bytes: int
    extensions: list[str]
    faults: list[FaultRow]
    more_faults: int
    problem: str
    asks_shrunk: bool


@require_http_methods(["GET", "POST"])
@needs(Ability.MANAGE_LISTS)
def lists_import(request: Request) -> HttpResponse:
    """Takes a table and stores it as a draft of the manager's own administration, whole or not at all."""
    sent = request.method == "POST"
    form = ListForm(request.POST, request.FILES) if sent else ListForm()
    if not sent or not form.is_valid():
        return _show(request, form, status=422 if form.errors else 200)
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
        return too_large(request)
    try:
        edition = read_table(file.read())
        return _drafted(request, edition, may_shrink=form.cleaned_data["shrunk"])
    except ListRefused as error:
        return _show(request, form, faults=error.faults, status=422)
    except ListOfOthers as error:
        taken = _("The short name “%(slug)s” belongs to a list of another owner. Give yours another one.")
        return _show(request, form, problem=taken % {"slug": error}, status=422)
    except ListShrunk as error:
        shrunk = _("The list has %(after)s entries, the edition in force %(before)s. Nothing was stored.")
        problem = shrunk % {"after": error.after, "before": error.before}
        return _show(request, form, problem=problem, asks_shrunk=True, status=422)


def _drafted(request: Request, edition: Edition, *, may_shrink: bool) -> HttpResponse:
    owner = request.user.administration
    if owner is None:
        raise PermissionDenied(_("Your role does not allow this."))
    loaded = store_draft(edition, owner=owner, actor=actor_of(request), may_shrink=may_shrink)
    count = len(edition.entries)
    stored = ngettext(
        "Stored as a draft with %(number)s entry. Two list managers put it in force.",
        "Stored as a draft with %(number)s entries. Two list managers put it in force.",
        count,
    )
    messages.success(request, stored % {"number": count} if loaded.new else _("This edition is stored already."))
    return HttpResponseRedirect(reverse("edition", args=[loaded.edition.pk]))


def _show(
    request: Request,
    form: ListForm,
    *,
    faults: tuple[Fault, ...] = (),
    problem: str = "",
    asks_shrunk: bool = False,
    status: int = 200,
) -> HttpResponse:
    language = get_language() or "en"
    page = ImportPage(
        limit=filesizeformat(settings.MAX_UPLOAD_BYTES),
        limit_bytes=settings.MAX_UPLOAD_BYTES,
        extensions=list(TYPES),
        faults=[FaultRow(each.line, each.column, each.value, text(each, language)) for each in faults[:_MOST]],
        more_faults=max(0, len(faults) - _MOST),
        problem=problem,
        asks_shrunk=asks_shrunk,
    )
    return render(request, "web/lists_import.html", {"page": page, "form": form}, status=status)


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
