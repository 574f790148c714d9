"""A row of the demo's tables as a declaration in the portal's own JSON contract (docs/intake.md)."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from stdnum import iso6346

from screening.demo.tables import Declared, Firm, Good

_EURO: Final = frozenset({"DE", "IT", "PL"})
_WAYBILL: Final = {"2": "N720", "3": "N730", "4": "N740", "8": "N705"}
"""Codes of transport documents by mode."""


def message_of(declared: Declared, *, country: str, received_at: datetime) -> dict[str, Any]:
    """The declaration as its sender would write it; ``country`` is that of the administration.

    The same row gives the same plates and containers each time.
    """
    chance = random.Random(declared.number)  # noqa: S311
    kind = "IM4" if declared.consignee.country == country else "EX1"
    return {
        "declaration_number": declared.number,
        "arrival_at": (received_at + declared.until_arrival).isoformat(timespec="minutes"),
        "offices": {"lodgement": declared.at, ("entry" if kind == "IM4" else "exit"): declared.entry},
        "box_1_declaration_type": kind,
        "box_2_consignor": _party(declared.consignor),
        "box_8_consignee": _party(declared.consignee),
        "box_15_dispatch_country": declared.consignor.country,
        "box_17_destination_country": declared.consignee.country,
        "transit_countries": list(declared.way.transit),
        "box_18_means_of_transport": {
            "identity": _with_digits(declared.way.means, chance),
            "country": declared.way.means_country,
        },
        "box_22_invoice": {
            "amount": str(sum(good.value * packages for good, packages in declared.goods)),
            "currency": "EUR" if declared.consignor.country in _EURO else "USD",
        },
        "box_25_mode_of_transport": declared.way.mode,
        "box_35_gross_kg": str(sum(good.gross_kg * packages for good, packages in declared.goods)),
        "box_44_documents": _documents(declared, received_at),
        "items": _items(declared, [_container(chance) for _ in range(declared.way.containers)]),
    }


def _party(firm: Firm) -> dict[str, str]:
    return {"name": firm.name, "identifier": firm.identifier, "address": firm.address, "country": firm.country}


def _documents(declared: Declared, received_at: datetime) -> list[dict[str, str]]:
    dated = (received_at - timedelta(days=3)).date().isoformat()
    codes = ("N380", _WAYBILL[declared.way.mode])
    return [
        {"code": code, "reference": f"{declared.number}/{place}", "date": dated} for place, code in enumerate(codes, 1)
    ]


def _items(declared: Declared, containers: list[str]) -> list[dict[str, Any]]:
    return [
        _item(number, good, packages, declared.consignor.country)
        | ({"box_31_containers": containers} if containers else {})
        for number, (good, packages) in enumerate(declared.goods, 1)
    ]


def _item(number: int, good: Good, packages: int, origin: str) -> dict[str, Any]:
    quantity = {"box_41_quantity": good.pieces * packages, "box_41_unit": good.unit} if good.pieces else {}
    return {
        "box_31_description": good.description,
        "box_31_packages": packages,
        "box_31_package_kind": good.package,
        "box_32_number": number,
        "box_33_hs_code": good.hs_code,
        "box_34_origin_country": origin,
        "box_35_gross_kg": _times(good.gross_kg, packages),
        "box_38_net_kg": _times(good.net_kg, packages),
        "box_42_value": _times(good.value, packages),
    } | quantity


def _times(each: Decimal, packages: int) -> str:
    return str(each * packages)


def _container(chance: random.Random) -> str:
    """A container number with the check digit of ISO 6346."""
    number = f"DEMU{chance.randrange(10**6):06}"
    return number + iso6346.calc_check_digit(number)


def _with_digits(pattern: str, chance: random.Random) -> str:
    return "".join(str(chance.randrange(10)) if sign == "#" else sign for sign in pattern)
