"""Declarations as ASYCUDA exports them: one Single Administrative Document in XML.

Real files misspell tags, write ``<null/>`` for empty, put name and address in one text of several lines,
and count packages in fractions. They carry no time of arrival.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final
from xml.etree.ElementTree import Element

from screening.intake.assemble import assemble
from screening.intake.declaration import Parsed
from screening.intake.fields import Clock, code, standard_clock
from screening.intake.notes import Names, Notes
from screening.intake.raw import RawDeclaration, RawDocument, RawLine
from screening.intake.xml_tree import BadXml, at, children, key, tree_of, value

# Field of the plain form -> paths, the first with a value counts.
_DECLARATION: Final = {
    "office_lodgement": ("Identification/Office_segment/Customs_clearance_office_code",),
    "office_entry": ("Transport/Border_office/Code",),
    "office_exit": ("Export_release/Actual_office_of_exit_code",),
    "dispatch": (
        "General_information/Country/Export/Export_country_code",
        "General_information/Country/Export/Export_country_name",
    ),
    "destination": (
        "General_information/Country/Destination/Destination_country_code",
        "General_information/Country/Destination/Destination_country_name",
    ),
    "mode": (
        "Transport/Means_of_transport/Border_information/Mode",
        "Transport/Means_of_transport/Inland_mode_of_transport",
    ),
    "means": (
        "Transport/Means_of_transport/Border_information/Identity",
        "Transport/Means_of_transport/Departure_arrival_information/Identity",
    ),
    "means_country": (
        "Transport/Means_of_transport/Border_information/Nationality",
        "Transport/Means_of_transport/Departure_arrival_information/Nationality",
    ),
    "incoterm": ("Transport/Delivery_terms/Code",),
    "delivery_place": ("Transport/Delivery_terms/Place",),
    "invoice_total": (
        "Valuation/Gs_Invoice/Amount_foreign_currency",
        "Financial/Total_invoice",
        "Valuation/Total/Total_invoice",
    ),
    "currency": ("Valuation/Gs_Invoice/Currency_code",),
    "gross_kg": ("Valuation/Weight/Gross_weight", "Valuation/Total/Total_weight"),
}
_GOODS: Final = {
    "number": ("Item_number",),
    "origin": ("Goods_description/Country_of_origin_code",),
    "gross_kg": ("Valuation_item/Weight_itm/Gross_weight_itm",),
    "net_kg": ("Valuation_item/Weight_itm/Net_weight_itm",),
    "packages": ("Packages/Number_of_packages",),
    "package_kind": ("Packages/Kind_of_packages_code", "Packages/Kind_of_packages_name"),
    "value": ("Tarification/Item_price", "Valuation_item/Item_Invoice/Amount_foreign_currency"),
    "licence": ("Licence_number",),
}
_TRADERS: Final = {"consignor": ("Traders/Exporter", "Exporter"), "consignee": ("Traders/Consignee", "Consignee")}
_NAMES: Final = Names(
    {name: paths[0] for name, paths in _DECLARATION.items()}
    | {"number": "Identification/Registration", "items": "Item"},
    {name: paths[0] for name, paths in _GOODS.items()}
    | {
        "number": "Item",
        "description": "Goods_description/Description_of_goods",
        "quantity": "Tarification/Supplementary_unit",
        "unit": "Tarification/Supplementary_unit",
        "documents": "Attached_documents",
    },
)


def parse_asycuda(content: bytes, *, clock: Clock | None = None) -> Parsed:
    """One declaration from ASYCUDA XML; never raises for what a sender wrote.

    Refusals name the item by its position and the field by its path in the XML.
    """
    notes = Notes()
    try:
        root = tree_of(content)
    except BadXml as error:
        notes.refuse(0, "XML", error.value, error.message)
        return Parsed((), tuple(notes.refusals))
    if key(root.tag) != "asycuda":
        notes.refuse(0, "XML", root.tag, "xml-not-asycuda")
        return Parsed((), tuple(notes.refusals))
    return assemble(_raw(root, content), _NAMES, clock or standard_clock(), notes)


def _raw(root: Element, content: bytes) -> RawDeclaration:
    values = {name: value(root, *paths) for name, paths in _DECLARATION.items()}
    values |= {
        "number": _number(root, values["office_lodgement"]) or f"ASYCUDA-{hashlib.sha256(content).hexdigest()[:12]}",
        "declaration_type": _declaration_type(root),
        **_parties(root),
    }
    return RawDeclaration(
        values=values,
        lines=tuple(_line(position, item) for position, item in enumerate(children(root, "Item"), 1)),
        containers=tuple(value(container, "Container_identity") for container in children(root, "Container")),
    )


def _number(root: Element, office: str) -> str:
    """Registration, else assessment, else the declarant's reference; "" where the file has none of them.

    Serial and number begin anew each year at each office, a declarant's reference with each declarant:
    the whole is what names one declaration.
    """
    for segment in ("Registration", "Assessment"):
        path = f"Identification/{segment}"
        if number := value(root, f"{path}/Number"):
            year = _year(value(root, f"{path}/Date", f"Assessment_notice/{segment}_year"))
            return "-".join(filter(None, (office, year, value(root, f"{path}/Serial_number") + number)))
    if number := value(root, "Declarant/Reference/Number"):
        declarant = value(root, "Declarant/Declarant_code")
        return "-".join(filter(None, (declarant, value(root, "Declarant/Reference/Year"), number)))
    return ""


def _year(written: str) -> str:
    if match := re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", written):
        return match[0]
    match = re.search(r"[/.\-](\d\d)$", written)
    return f"20{match[1]}" if match else ""


def _declaration_type(root: Element) -> str:
    kind = "Identification/Type/"
    return value(root, kind + "Type_of_declaration") + value(root, kind + "Declaration_gen_procedure_code")


def _parties(root: Element) -> dict[str, str]:
    """Name and address stand in one text: its first line is the name."""
    parties = _party("declarant", value(root, "Declarant/Declarant_name"), value(root, "Declarant/Declarant_code"))
    for role, (path, tag) in _TRADERS.items():
        parties |= _party(role, value(root, f"{path}/{tag}_name"), value(root, f"{path}/{tag}_code"))
    return parties


def _party(role: str, written: str, identifier: str) -> dict[str, str]:
    name, _, address = written.partition("\n")
    return {
        f"{role}_name": name.strip().rstrip(","),
        f"{role}_address": address,
        f"{role}_identifier": identifier,
    }


def _line(position: int, item: Element) -> RawLine:
    values = {name: value(item, *paths) for name, paths in _GOODS.items()}
    values |= {"description": _description(item), "hs_code": _hs_code(item), **_supplementary(item)}
    documents = tuple(_document(document) for document in children(item, "Attached_documents"))
    return RawLine(position, values, documents=documents)


def _description(item: Element) -> str:
    """The tariff's words and the trader's own; the same words once."""
    texts = (value(item, f"Goods_description/{tag}") for tag in ("Description_of_goods", "Commercial_Description"))
    return "\n".join(dict.fromkeys(filter(None, texts)))


def _hs_code(item: Element) -> str:
    """The commodity code with its national digits, as far as twelve hold them."""
    commodity = code(value(item, "Tarification/HScode/Commodity_code"))
    national = code(value(item, "Tarification/HScode/Precision_1"))
    return commodity + national if len(commodity + national) <= 12 else commodity


def _supplementary(item: Element) -> dict[str, str]:
    """The first of the supplementary units that has a quantity."""
    for unit in children(at(item, "Tarification") or item, "Supplementary_unit"):
        if quantity := value(unit, "Supplementary_unit_quantity"):
            return {"quantity": quantity, "unit": value(unit, "Supplementary_unit_code", "Supplementary_unit_name")}
    return {}


def _document(document: Element) -> RawDocument:
    return RawDocument(
        value(document, "Attached_document_code"),
        value(document, "Attached_document_reference"),
        value(document, "Attached_document_date"),
    )
