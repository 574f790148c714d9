"""The form with which an officer determines a good: from a shipment's line, for a known good anew, or by itself."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from checkpoints.roles import Ability
from screening.models import Determination, Good, GoodsItem
from screening.models.goods import default_end
from screening.selectors import precedents as selector
from screening.selectors.entries import EntryKey, InForce, lists_in_force, words_of
from screening.services import precedents as service
from screening.services.precedents import BadDetermination, Product, Said
from screening.web.access import Request, actor_of, key_in, needs, shipment_or_404
from screening.web.shipment_page import address_of
from screening.web.words import RULINGS

_OTHER: Final = ""


class DeterminationForm(forms.Form):
    """``entry`` offers the candidates of the line; a typed code goes before it."""

    use_required_attribute = False

    maker = forms.CharField(required=False, label=_("Maker"), help_text=_("As on the plate, without the country"))
    model = forms.CharField(required=False, label=_("Model"))
    part_number = forms.CharField(required=False, label=_("Part number"))
    name = forms.CharField(required=False, label=_("What it is"), help_text=_("For instance: X-ray diffractometer"))
    entry = forms.ChoiceField(required=False, label=_("Entry"))
    list_slug = forms.ChoiceField(required=False, label=_("List"), help_text=_("Where the entry is another one"))
    code = forms.CharField(required=False, label=_("Code of the entry"), help_text=_("For instance: 2B001.a"))
    ruling = forms.ChoiceField(
        label=_("Determined"),
        choices=RULINGS.items(),
        error_messages={
            "required": _("Choose whether the entry controls the good."),
            "invalid_choice": _("Choose whether the entry controls the good."),
        },
    )
    reason = forms.CharField(
        required=False, label=_("Reason"), help_text=_("Others will read it."), widget=forms.Textarea({"rows": 3})
    )
    source = forms.CharField(required=False, label=_("Source"), help_text=_("Act, expert opinion or file, if any"))
    valid_until = forms.DateField(
        label=_("Counts until"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={
            "required": _("The last day is empty. Choose until when the determination counts."),
            "invalid": _("The last day is no date. Write it like 2029-03-02."),
        },
    )

    def offer(self, entries: list[tuple[str, str]], lists: list[tuple[str, str]]) -> None:
        """Fills the lists with what can be chosen; without candidates the code is typed."""
        self.fields["entry"].choices = [(_OTHER, gettext("Another entry: write its code below")), *entries]  # type: ignore[attr-defined]
        self.fields["list_slug"].choices = lists  # type: ignore[attr-defined]
        if not entries:
            del self.fields["entry"]

    @property
    def product(self) -> Product:
        asked = self.cleaned_data
        return Product(asked["maker"], asked["model"], asked["part_number"], asked["name"])

    @property
    def said(self) -> Said:
        asked = self.cleaned_data
        slug, _colon, code = asked.get("entry", "").partition(":")
        if asked["code"].strip() or not code:
            slug, code = asked["list_slug"], asked["code"]
        return Said(slug, code, asked["ruling"], asked["reason"], asked["valid_until"], asked["source"])


@dataclass(frozen=True)
class Subject:
    """What is determined: a line of a shipment, a good known already, or neither."""

    item: GoodsItem | None = None
    good: Good | None = None
    candidates: list[EntryKey] = field(default_factory=list)
    known: list[str] = field(default_factory=list)

    @property
    def back(self) -> str:
        """The page that the reader came from."""
        if self.item is not None:
            return address_of(self.item.shipment)
        return reverse("good", args=[self.good.pk]) if self.good else reverse("goods")


@require_http_methods(["GET", "POST"])
@needs(Ability.DETERMINE)
def determine(request: Request) -> HttpResponse:
    """The form; what cannot be recorded comes back with its reason at the field."""
    subject = _subject(request)
    form = DeterminationForm(request.POST if request.method == "POST" else None, initial=_initial(subject))
    language = get_language() or "en"
    form.offer(_entries(subject, language), [(each.slug, each.title_in(language)) for each in _lists(request)])
    if request.method != "POST":
        return _page(request, form, subject)
    made = _recorded(request, form, subject) if form.is_valid() else None
    if made is None:
        return _page(request, form, subject, status=422)
    messages.success(request, gettext("The determination is kept. It counts once another person has confirmed it."))
    return HttpResponseRedirect(reverse("good", args=[made.good_id]))


def _page(request: Request, form: DeterminationForm, subject: Subject, status: int = 200) -> HttpResponse:
    return render(request, "web/determine.html", {"form": form, "subject": subject}, status=status)


def _recorded(request: Request, form: DeterminationForm, subject: Subject) -> Determination | None:
    try:
        return service.determine(by=request.user, product=form.product, said=form.said, item=subject.item)
    except BadDetermination as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None


def _subject(request: Request) -> Subject:
    asked: Any = request.GET
    if asked.get("good"):
        goods = selector.with_history(selector.goods_of(actor_of(request)))
        return _known(get_object_or_404(goods, pk=key_in(asked["good"])))
    key = key_in(asked.get("shipment", ""))
    if key is None:
        return Subject()
    shipment = shipment_or_404(request, key)
    number = asked.get("line", "")
    item = get_object_or_404(shipment.items.select_related("shipment"), number=int(number) if _is_number(number) else 0)
    return _of_line(item, _verdict(item))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9


def _known(good: Good) -> Subject:
    entries = {(row.list_slug, row.entry_code): None for row in good.determinations.all()}
    return Subject(good=good, candidates=list(entries))


def _of_line(item: GoodsItem, verdict: dict[str, Any]) -> Subject:
    candidates = [(each["list"], each["code"]) for each in verdict.get("candidates", ())]
    known = [each["arguments"]["determination"] for each in verdict.get("precedents", ())]
    row = Determination.objects.select_related("good").filter(pk__in=known).first() if known else None
    return Subject(item=item, good=row.good if row else None, candidates=candidates, known=known)


def _verdict(item: GoodsItem) -> dict[str, Any]:
    run = item.shipment.latest_run
    lines: list[dict[str, Any]] = json.loads(run.evidence).get("lines", []) if run else []
    return next((line for line in lines if line["id"] == str(item.number)), {})


def _initial(subject: Subject) -> dict[str, Any]:
    good = subject.good
    named = {name: getattr(good, name) for name in ("maker", "model", "part_number", "name")} if good else {}
    return {**named, "valid_until": default_end()}


def _entries(subject: Subject, language: str) -> list[tuple[str, str]]:
    words = words_of(subject.candidates, language) if subject.candidates else {}
    return [
        (f"{slug}:{code}", f"{code} {words[slug, code].title if (slug, code) in words else slug}")
        for slug, code in subject.candidates
    ]


def _lists(request: Request) -> list[InForce]:
    return lists_in_force(timezone.localdate(), actor_of(request).administration_id)
