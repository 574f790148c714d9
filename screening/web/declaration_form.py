"""The declaration form: fields, the contract message they make, and where each refusal belongs on the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from checkpoints.models import Checkpoint
from screening.intake.declaration import Refusal
from screening.web.doubts import refusal_text
from screening.web.words import FIELDS, MODES

FIRST_LINES: Final = 3
MORE_LINES: Final = 5
MOST_LINES: Final = 200

# Form field -> path in the JSON contract. The paths are those that refusals name.
PATHS: Final = {
    "number": "declaration_number",
    "arrival_at": "arrival_at",
    "consignor_name": "box_2_consignor.name",
    "consignor_country": "box_2_consignor.country",
    "consignee_name": "box_8_consignee.name",
    "consignee_identifier": "box_8_consignee.identifier",
    "consignee_address": "box_8_consignee.address",
    "consignee_country": "box_8_consignee.country",
    "dispatch": "box_15_dispatch_country",
    "destination": "box_17_destination_country",
    "mode": "box_25_mode_of_transport",
    "means": "box_18_means_of_transport.identity",
    "means_country": "box_18_means_of_transport.country",
    "invoice_total": "box_22_invoice.amount",
    "currency": "box_22_invoice.currency",
}
LINE_PATHS: Final = {
    "description": "box_31_description",
    "hs_code": "box_33_hs_code",
    "origin": "box_34_origin_country",
    "packages": "box_31_packages",
    "gross_kg": "box_35_gross_kg",
    "net_kg": "box_38_net_kg",
    "quantity": "box_41_quantity",
    "unit": "box_41_unit",
    "value": "box_42_value",
    "licence": "box_44_licence",
}
CONTAINERS: Final = "box_31_containers"
_FORM_FIELDS: Final = {path: name for name, path in PATHS.items()} | {CONTAINERS: "containers", "items": ""}
_LINE_FIELDS: Final = {path: name for name, path in LINE_PATHS.items()}


def _text(name: str, *, label: Any = "", hint: Any = "", widget: forms.Widget | None = None) -> forms.CharField:
    """Any text: the intake judges it, as it judges messages and files."""
    return forms.CharField(required=False, strip=False, label=label or FIELDS[name], help_text=hint, widget=widget)


class DeclarationForm(forms.Form):
    """The declaration as a whole."""

    use_required_attribute = False
    error_css_class = "is-invalid"

    checkpoint = forms.ModelChoiceField(Checkpoint.objects.none(), empty_label=None, label=_("Checkpoint"))
    number = _text("number")
    arrival_at = _text("arrival_at", widget=forms.TextInput({"type": "datetime-local"}))
    consignor_name = _text("consignor_name")
    consignor_country = _text("consignor_country", hint=_("Code or name"))
    consignee_name = _text("consignee_name")
    consignee_identifier = _text("", label=_("Tax number of the consignee"))
    consignee_address = _text("", label=_("Address of the consignee"))
    consignee_country = _text("consignee_country", hint=_("Code or name"))
    dispatch = _text("dispatch", hint=_("Code or name"))
    destination = _text("destination", hint=_("Code or name"))
    mode = forms.ChoiceField(
        required=False, choices=[("", pgettext_lazy("choice", "not stated")), *MODES.items()], label=FIELDS["mode"]
    )
    means = _text("means", hint=_("Plate, wagon, flight or vessel"))
    means_country = _text("means_country", hint=_("Code or name"))
    containers = _text("containers", hint=_("Separated by spaces"))
    invoice_total = _text("invoice_total")
    currency = _text("currency", hint=_("Such as USD"))


class LineForm(forms.Form):
    """One line of goods."""

    use_required_attribute = False

    description = _text("description", widget=forms.Textarea({"rows": 2}))
    hs_code = _text("hs_code", widget=forms.TextInput({"inputmode": "numeric"}))
    origin = _text("origin")
    packages = _text("packages", widget=forms.TextInput({"inputmode": "decimal"}))
    gross_kg = _text("gross_kg", widget=forms.TextInput({"inputmode": "decimal"}))
    net_kg = _text("net_kg", widget=forms.TextInput({"inputmode": "decimal"}))
    quantity = _text("quantity", widget=forms.TextInput({"inputmode": "decimal"}))
    unit = _text("unit")
    value = _text("value", widget=forms.TextInput({"inputmode": "decimal"}))
    licence = _text("licence")

    @property
    def is_empty(self) -> bool:
        return not any(self.typed(name).strip() for name in self.fields)

    def typed(self, name: str) -> str:
        """As typed, without validation."""
        return str(self.data.get(self.add_prefix(name), "")) if self.is_bound else ""


LineForms = formset_factory(LineForm, extra=FIRST_LINES, max_num=MOST_LINES, absolute_max=MOST_LINES)


def contract_of(form: DeclarationForm, lines: Iterable[LineForm]) -> dict[str, Any]:
    """The message of the JSON contract: what was typed, empty fields left out."""
    message: dict[str, Any] = {}
    for name, path in PATHS.items():
        _put(message, path, form.cleaned_data.get(name, ""))
    message["items"] = [goods_of(line) for line in lines]
    containers = form.cleaned_data.get("containers", "").replace(",", " ").replace(";", " ").split()
    if containers and message["items"]:
        message["items"][0][CONTAINERS] = containers
    return message


def goods_of(line: LineForm) -> dict[str, Any]:
    """A line of goods in the JSON contract: what was typed into the form's own fields, empty ones left out."""
    own = ((name, path) for name, path in LINE_PATHS.items() if name in line.fields)
    return {path: line.typed(name) for name, path in own if line.typed(name).strip()}


def _put(message: dict[str, Any], path: str, value: str) -> None:
    if not value.strip():
        return
    *groups, last = path.split(".")
    for group in groups:
        message = message.setdefault(group, {})
    message[last] = value


def show_refusals(refusals: Iterable[Refusal], form: forms.Form, lines: Sequence[LineForm], language: str) -> None:
    """Puts each refusal beside the field that it is about; what belongs to none stands above the form."""
    for refusal in refusals:
        in_line = 1 <= refusal.line <= len(lines) and refusal.field in _LINE_FIELDS
        target: forms.Form = lines[refusal.line - 1] if in_line else form
        name = (_LINE_FIELDS if in_line else _FORM_FIELDS).get(refusal.field, "")
        label = str(target.fields[name].label) if name else refusal.field
        target.add_error(name or None, refusal_text(refusal, language, label))


def with_more_lines(data: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, with room for more lines."""
    typed = {name: data.get(name) for name in data}
    try:
        shown = int(typed.get("lines-TOTAL_FORMS") or FIRST_LINES)
    except ValueError:
        shown = FIRST_LINES
    return typed | {"lines-TOTAL_FORMS": str(min(shown + MORE_LINES, MOST_LINES)), "lines-INITIAL_FORMS": "0"}
