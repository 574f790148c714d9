"""What becomes of what is received: stored whole, once, at the right offices, with its refusals."""

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from checkpoints.actors import client, person
from checkpoints.roles import Role
from screening import models
from screening.intake.detect import parse
from screening.intake.reception import Receipt, Received, receive
from tests import cast as c
from tests.cast import Cast

pytestmark = pytest.mark.django_db

HEADER = "declaration_number,item_number,description,hs_code,gross_kg,office_of_entry"


def _upload(cast: Cast, content: bytes, name: str = "declared.csv", **changed: Any) -> Receipt:
    channel, parsed = parse(content, name)
    options = {"actor": person(cast.officer), "at": cast.dushanbe_2, **changed}
    return receive(received=Received(channel, content, name), parsed=parsed, enqueue=lambda _: None, **options)


def _csv(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


def test_a_file_of_several_declarations_becomes_several_shipments(cast: Cast) -> None:
    receipt = _upload(cast, _csv("A,1,shirts,610510,5,", "A,2,shoes,640399,6,", "B,1,tea,090230,7,"))
    assert [(each.declaration_number, each.items.count()) for each in receipt.new] == [("A", 2), ("B", 1)]
    assert receipt.submission.state == "accepted"
    assert models.ScreeningRequest.objects.count() == 2


def test_good_declarations_are_taken_and_the_refused_come_back_with_their_reasons(cast: Cast) -> None:
    receipt = _upload(cast, _csv("A,1,shirts,610510,5,", "B,1,tea,090230,heavy,"))
    assert [each.declaration_number for each in receipt.new] == ["A"]
    assert receipt.submission.state == "partly"
    (refusal,) = receipt.submission.refusals
    assert (refusal["declaration_number"], refusal["field"], refusal["value"]) == ("B", "gross_kg", "heavy")


def test_a_declaration_is_never_taken_in_part(cast: Cast) -> None:
    receipt = _upload(cast, _csv("A,1,shirts,610510,5,", "A,2,shoes,640399,heavy,"))
    assert receipt.new == []
    assert receipt.submission.state == "refused"
    assert not models.GoodsItem.objects.exists()


def test_the_same_file_twice_gives_the_first_receipt(cast: Cast) -> None:
    first, again = (_upload(cast, _csv("A,1,shirts,610510,5,")) for _ in range(2))
    assert (first.repeated, again.repeated) == (False, True)
    assert again.submission == first.submission
    assert [each.pk for each in again.shipments] == [each.pk for each in first.shipments]


def test_the_same_declaration_in_another_file_is_known(cast: Cast) -> None:
    _upload(cast, _csv("A,1,shirts,610510,5,"))
    receipt = _upload(cast, _csv("A,1,shirts,610510,5,", "B,1,tea,090230,7,"))
    assert [[each.declaration_number for each in part] for part in (receipt.known, receipt.new)] == [["A"], ["B"]]


def test_an_office_of_the_administration_named_in_the_declaration_sees_it_too(cast: Cast) -> None:
    receipt = _upload(cast, _csv("A,1,shirts,610510,5,TJ0501"))
    offices = dict(receipt.new[0].offices.values_list("role", "checkpoint__name"))
    assert offices == {"lodgement": "Dushanbe-2", "entry": "Khorog"}


def test_an_office_that_nobody_knows_is_a_doubt_for_an_officer(cast: Cast) -> None:
    receipt = _upload(cast, _csv("A,1,shirts,610510,5,XX9999"))
    assert "office-unknown-doubt" in [doubt["message"] for doubt in receipt.new[0].doubts]


def test_a_customs_system_that_names_no_office_of_its_administration_is_refused(cast: Cast) -> None:
    receipt = _upload(cast, _csv("A,1,shirts,610510,5,UZ2203"), actor=client(cast.customs_system), at=None)
    assert receipt.new == []
    assert [refusal["message"] for refusal in receipt.submission.refusals] == ["office-unknown"]


def test_another_senders_amendment_does_not_hide_the_former_version(cast: Cast) -> None:
    (first,) = _upload(cast, _csv("A,1,thiodiglycol,293070,5,")).new
    other = c.person("officer.two", cast.tajikistan, Role.OFFICER, cast.khorog)
    (second,) = _upload(cast, _csv("A,1,shirts,610510,5,"), actor=person(other), at=cast.khorog).new
    first.refresh_from_db()
    assert first.state == "screening"
    assert [doubt["message"] for doubt in second.doubts] == ["number-of-another-sender"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"%PDF-1.7 ...", "scan.pdf"),
        (b"a,b,c\n1,2,3\n", "wrong-header.csv"),
        (
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><ASYCUDA>&b;</ASYCUDA>',
            "bomb.xml",
        ),
        (b"PK\x03\x04 not a zip", "broken.xlsx"),
    ],
)
def test_what_cannot_be_read_is_refused_and_kept_with_its_reason(cast: Cast, content: bytes, name: str) -> None:
    receipt = _upload(cast, content, name)
    assert (receipt.submission.state, receipt.shipments) == ("refused", [])
    assert receipt.submission.refusals
    assert bytes(receipt.submission.original.content) == content


def test_a_cp1251_file_is_read_in_its_own_letters(cast: Cast) -> None:
    receipt = _upload(cast, _csv("А-1,1,тиодигликоль в бочках,293070,5,").decode().encode("cp1251"))
    assert receipt.new[0].items.get().description == "тиодигликоль в бочках"


@pytest.mark.parametrize(
    ("changed", "doubt"),
    [
        ({"box_35_gross_kg": -5}, "mass-negative"),
        ({"box_34_origin_country": "ZZ"}, "country-unknown"),
        ({"box_31_containers": ["CSQU3054380"]}, "container-check-digit"),
    ],
)
def test_what_cannot_be_right_is_taken_screened_and_shown_as_a_doubt(
    cast: Cast, changed: dict[str, Any], doubt: str
) -> None:
    line = {"box_32_number": 1, "box_31_description": "shirts", **changed}
    content = json.dumps({"declaration_number": "A", "offices": {}, "items": [line]}).encode()
    (shipment,) = _upload(cast, content, "a.json").new
    assert doubt in [each["message"] for each in shipment.doubts]
    assert shipment.requests.exists()


def test_who_may_not_send_declarations_in_here_is_refused(cast: Cast) -> None:
    for actor, at in [(cast.list_manager, None), (cast.khorog_officer, cast.dushanbe_2), (cast.officer, cast.khorog)]:
        with pytest.raises(PermissionDenied):
            _upload(cast, _csv("A,1,shirts,610510,5,"), actor=person(actor), at=at)
    assert not models.Submission.objects.exists()
