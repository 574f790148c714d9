from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.intake.declaration import Declaration, Parsed
from screening.intake.json_format import DECLARATION, GOODS, parse_json, parse_json_list
from tests.intake.cases import CLOCK, example, table


def message(**changes: Any) -> dict[str, Any]:
    """The smallest declaration that is taken, with changes."""
    return {"declaration_number": "TJ-1", "items": [{"box_31_description": "Pump"}]} | changes


def item(**changes: Any) -> dict[str, Any]:
    return message(items=[{"box_31_description": "Pump", "box_35_gross_kg": 100} | changes])


def parsed(content: dict[str, Any] | bytes) -> Parsed:
    return parse_json(json.dumps(content).encode() if isinstance(content, dict) else content, clock=CLOCK)


def taken(content: dict[str, Any] | bytes) -> Declaration:
    found = parsed(content)
    assert found.refusals == ()
    return found.declarations[0]


def refused(content: dict[str, Any] | bytes) -> list[tuple[int, str, str]]:
    found = parsed(content)
    assert found.declarations == ()
    return [(refusal.line, refusal.field, refusal.message) for refusal in found.refusals]


def test_every_field_of_the_contract_arrives() -> None:
    declared = taken(example("declaration.json"))
    assert declared.number == "TJ-2026-000017"
    assert declared.arrival_at == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    assert declared.offices == {"lodgement": "TJ001", "entry": "TJ002", "inspection": "TJ004"}
    assert [party.role for party in declared.parties] == ["consignor", "consignee", "declarant", "carrier", "end_user"]
    assert declared.parties[1].country == "TJ"
    assert (declared.dispatch, declared.destination, declared.transit) == ("CN", "TJ", ("KZ", "UZ"))
    assert (declared.mode, declared.means, declared.means_country) == ("3", "01 A 123 BC", "UZ")
    assert (declared.incoterm, declared.delivery_place) == ("CIP", "Dushanbe")
    assert (declared.invoice_total, declared.currency) == (Decimal("15250.5"), "USD")
    assert declared.containers == ("CSQU3054383",)
    assert [(document.code, document.item) for document in declared.documents] == [("N380", None), ("Y901", 1)]
    first, second = declared.items
    assert (first.hs_code, first.gross_kg, first.net_kg) == ("8413708100", Decimal(100), Decimal("92.25"))
    assert (first.packages, first.quantity, first.unit, first.licence) == (Decimal(2), Decimal(4), "pcs", "L-5")
    assert (second.description, second.origin, second.net_kg) == ("Клапан", "", None)
    assert declared.doubts == ()


def test_the_example_uses_every_field_but_notify() -> None:
    sent = json.loads(example("declaration.json"))
    assert set(DECLARATION) - set(sent) == {"notify"}
    assert set(sent["items"][0]) == set(GOODS)


def test_a_decoded_message_reads_like_its_text() -> None:
    content = example("declaration.json")
    assert parse_json(json.loads(content), clock=CLOCK) == parse_json(content, clock=CLOCK)


def test_the_digest_is_the_same_for_the_same_declaration_written_otherwise() -> None:
    one = taken(item(box_35_gross_kg=100) | {"arrival_at": "2026-11-24T14:30+05:00"})
    other = taken(item(box_35_gross_kg="100.0") | {"arrival_at": "2026-11-24T09:30Z"})
    near = taken(item(box_35_gross_kg=100.1) | {"arrival_at": "2026-11-24T09:30Z"})
    assert one.digest == other.digest != near.digest


def test_an_exact_decimal_stays_exact() -> None:
    assert taken(item(box_42_value="922337203685477.5807")).items[0].value == Decimal("922337203685477.5807")
    exact = json.dumps(item()).replace("100", "1234567890123.123456").encode()
    assert taken(exact).items[0].gross_kg == Decimal("1234567890123.123456")


@pytest.mark.parametrize("case", table("doubts.csv"), ids=lambda case: f"{case['field']}={case['value']}")
def test_an_implausible_line_is_taken_with_a_doubt(case: dict[str, str]) -> None:
    doubts = taken(item(**{case["field"]: case["value"]})).doubts
    assert [doubt.message for doubt in doubts if doubt.message != "net-exceeds-gross" or case["doubt"]] == (
        [case["doubt"]] if case["doubt"] else []
    )
    assert all(doubt.line == 1 for doubt in doubts)


@pytest.mark.parametrize(
    ("changes", "field", "doubt"),
    [
        ({"arrival_at": "2026-10-20"}, "arrival_at", "arrival-far-past"),
        ({"arrival_at": "2028-01-01"}, "arrival_at", "arrival-far-future"),
        ({"box_22_invoice": {"currency": "QQQ"}}, "currency", "currency-unknown"),
        ({"box_22_invoice": {"currency": "dollars"}}, "currency", "currency-unknown"),
        ({"box_22_invoice": {"amount": -1}}, "invoice_total", "figure-negative"),
        ({"box_17_destination_country": "XX"}, "destination", "country-unknown"),
        ({"transit_countries": ["KZ", "Narnia"]}, "transit", "country-unknown"),
        ({"box_2_consignor": {"country": "EU"}}, "consignor_country", "country-unknown"),
        ({"box_35_gross_kg": -1}, "gross_kg", "mass-negative"),
    ],
)
def test_an_implausible_declaration_is_taken_with_a_doubt(changes: dict[str, Any], field: str, doubt: str) -> None:
    doubts = [(doubt.line, doubt.field, doubt.message) for doubt in taken(message(**changes)).doubts]
    assert doubts == [(0, field, doubt)]


@pytest.mark.parametrize(
    "changes",
    [
        {"arrival_at": "2026-11-01"},
        {"arrival_at": "2027-11-01"},
        {"box_22_invoice": {"currency": "TJS"}},
        {"box_35_gross_kg": None},
    ],
)
def test_near_misses_of_doubts_are_not_doubted(changes: dict[str, Any]) -> None:
    assert taken(message(**changes)).doubts == ()


def test_a_container_with_a_wrong_check_digit_is_taken_with_a_doubt() -> None:
    declared = taken(item(box_31_containers=["CSQU3054384"]))
    assert declared.containers == ("CSQU3054384",)
    assert [doubt.message for doubt in declared.doubts] == ["container-check-digit"]


@pytest.mark.parametrize(("total", "doubted"), [(100, False), (100.9, False), (102, True), (50, True)])
def test_a_gross_mass_that_is_not_the_sum_of_its_lines_is_doubted(total: float, doubted: bool) -> None:
    doubts = [doubt.message for doubt in taken(item() | {"box_35_gross_kg": total}).doubts]
    assert doubts == (["gross-total-differs"] if doubted else [])


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (message(items=[]), (0, "items", "no-lines")),
        ({"declaration_number": "TJ-1"}, (0, "items", "no-lines")),
        (message(declaration_number=" \u200b "), (0, "declaration_number", "no-number")),
        ({"items": [{"box_31_description": "Pump"}]}, (0, "declaration_number", "no-number")),
        (message(items=[{"box_31_description": " \x00 "}]), (1, "box_31_description", "no-description")),
        (message(items=[{}]), (1, "box_31_description", "no-description")),
        (item(box_35_gross_kg="heavy"), (1, "box_35_gross_kg", "number-unreadable")),
        (item(box_35_gross_kg=True), (1, "box_35_gross_kg", "number-unreadable")),
        (item(box_35_gross_kg=[1]), (1, "box_35_gross_kg", "number-unreadable")),
        (item(box_35_gross_kg="9300000000000"), (1, "box_35_gross_kg", "number-too-large")),
        (item(box_35_gross_kg=1e300), (1, "box_35_gross_kg", "number-too-large")),
        (item(box_35_gross_kg=float("nan")), (1, "box_35_gross_kg", "number-not-finite")),
        (item(box_35_gross_kg=float("-inf")), (1, "box_35_gross_kg", "number-not-finite")),
        (item(box_32_number=0), (1, "box_32_number", "line-number-invalid")),
        (item(box_32_number=1.5), (1, "box_32_number", "line-number-invalid")),
        (item(box_33_hs_code=84135010), (1, "box_33_hs_code", "text-expected")),
        (item(box_44_licence="L" * 61), (1, "box_44_licence", "text-too-long")),
        (item(box_31_containers="CSQU3054383"), (1, "box_31_containers", "list-expected")),
        (item(box_31_containers=[7]), (1, "box_31_containers[1]", "text-expected")),
        (item(box_44_documents=[{"code": 1}]), (1, "box_44_documents[1].code", "text-expected")),
        (item(box_44_documents=[{"reference": "7"}]), (1, "box_44_documents.code", "document-without-code")),
        (item(box_44_documents=[{"code": "X", "date": "soon"}]), (1, "box_44_documents.date", "date-unreadable")),
        (message(items=[7]), (1, "items", "object-expected")),
        (message(items={}), (0, "items", "list-expected")),
        (message(offices=[]), (0, "offices", "object-expected")),
        (message(declaration_number=17), (0, "declaration_number", "text-expected")),
        (message(arrival_at="soon"), (0, "arrival_at", "date-unreadable")),
        (message(box_2_consignor={"name": "A" * 301}), (0, "box_2_consignor.name", "text-too-long")),
        (message(box_25_mode_of_transport="road"), (0, "box_25_mode_of_transport", "text-too-long")),
        (
            message(offices={"entry": "TJ001"}, box_29_office_of_entry="TJ002"),
            (0, "box_29_office_of_entry", "offices-disagree"),
        ),
        (message(items=[{"box_31_description": "Pump"}] * 10_001), (0, "items", "too-many-lines")),
    ],
)
def test_a_refusal_names_line_and_field(content: dict[str, Any], expected: tuple[int, str, str]) -> None:
    assert refused(content) == [expected]


def test_the_largest_number_that_fits_is_taken() -> None:
    largest = taken(item(box_35_gross_kg="9223372036854.775807")).items[0].gross_kg
    assert largest == Decimal("9223372036854.775807")
    assert refused(item(box_35_gross_kg="9223372036854.775808")) == [(1, "box_35_gross_kg", "number-too-large")]


def test_ten_thousand_lines_are_taken() -> None:
    assert len(taken(message(items=[{"box_31_description": "Pump"}] * 10_000)).items) == 10_000


@pytest.mark.parametrize(
    ("field", "nearest"),
    [("declaration_nummer", "declaration_number"), ("box_35_gros_kg", "box_35_gross_kg"), ("item", "items")],
)
def test_an_unknown_field_is_refused_with_the_nearest_known(field: str, nearest: str) -> None:
    (refusal,) = parsed(message(**{field: None})).refusals
    assert (refusal.field, refusal.value, refusal.message) == (field, nearest, "field-unknown")


def test_an_unknown_field_deep_within_is_named_by_its_path() -> None:
    assert refused(message(box_8_consignee={"nmae": "A"})) == [(0, "box_8_consignee.nmae", "field-unknown")]


def test_duplicate_line_numbers_are_refused_at_both_lines() -> None:
    lines = [{"box_31_description": "Pump", "box_32_number": number} for number in (1, 2, 2)]
    assert refused(message(items=lines)) == [
        (2, "box_32_number", "duplicate-line"),
        (3, "box_32_number", "duplicate-line"),
    ]


def test_every_refusal_of_a_declaration_is_given() -> None:
    lines = [{"box_31_description": 5, "weight": 1}, {"box_35_gross_kg": "x", "box_38_net_kg": "y"}]
    assert {message for _, _, message in refused({"items": lines, "arrival_at": "?"})} == {
        "text-expected", "field-unknown", "number-unreadable", "date-unreadable", "no-description", "no-number",
    }  # fmt: skip


def test_a_repeated_field_is_refused() -> None:
    content = b'{"declaration_number": "A", "items": [{"box_31_description": "Toy", "box_31_description": "Pump"}]}'
    assert refused(content) == [(1, "box_31_description", "field-repeated")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "json-unreadable"),
        (b"{", "json-unreadable"),
        (b"\xff\xfe\x00", "json-unreadable"),
        (b"[" * 200_000, "json-too-deep"),
        (b'{"items":' * 200_000, "json-too-deep"),
        (b"[]", "object-expected"),
        (b"null", "object-expected"),
        (b"7", "object-expected"),
        (json.dumps(item()).replace("100", "1" + "0" * 9999).encode(), "number-too-large"),
    ],
)
def test_a_hostile_message_is_refused(content: bytes, expected: str) -> None:
    assert [message for _, _, message in refused(content)] == [expected]


def test_a_message_may_come_in_any_unicode() -> None:
    text = json.dumps(message(), ensure_ascii=False)
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        assert taken(text.encode(encoding)).number == "TJ-1"


def test_faults_without_end_are_cut() -> None:
    assert len(parsed({f"x{number}": 1 for number in range(5_000)}).refusals) <= 1_002


@given(st.binary())
def test_any_bytes_give_an_answer(content: bytes) -> None:
    assert isinstance(parse_json(content), Parsed)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.fixed_dictionaries(
        {"items": st.lists(st.dictionaries(st.sampled_from(sorted(GOODS)), _JSON, max_size=5), max_size=3) | _JSON},
        optional={key: _JSON for key in DECLARATION if key != "items"},
    )
)
def test_any_message_gives_an_answer(content: dict[str, Any]) -> None:
    found = parse_json(content, clock=CLOCK)
    assert bool(found.refusals) != bool(found.declarations)
    for declaration in found.declarations:
        assert len(declaration.digest) == 64


# -- many in a list ----------------------------------------------------------------------------------


@given(st.lists(st.one_of(st.none(), st.integers(), st.text(), st.dictionaries(st.text(), st.text())), min_size=1))
def test_each_member_of_a_list_is_judged_on_its_own_in_order(members: list[object]) -> None:
    judged = parse_json_list(json.dumps(members).encode())
    assert len(judged) == len(members)
    assert all(each.refusals and not each.declarations for each in judged)
