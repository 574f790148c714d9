"""One's own account: what it says, and a new password."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from django.utils import timezone

from checkpoints.models import Delegation, User
from checkpoints.roles import MAY, Ability, Role
from ledger.models import AuditEvent
from screening.web.words import ABILITIES
from tests.cast import PASSWORD, Cast
from tests.web.conftest import SignedIn

pytestmark = pytest.mark.django_db
ACCOUNT = "/account/"
NEW = "a quite long invented one"
CHANGE = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}


def test_it_says_who_one_is_and_what_that_allows(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.officer).get(ACCOUNT).text
    for text in ("Invented officer.dushanbe2", "officer · Dushanbe-2", "Customs Service (TJ)", "decide on a shipment"):
        assert text in page, text
    assert "confirm the decision of another person" not in page
    assert "confirm the decision of another person" in signed_in(cast.supervisor).get(ACCOUNT).text


def test_every_ability_of_a_person_has_its_words() -> None:
    people = {ability for ability in Ability if MAY[ability] - {Role.CUSTOMS_SYSTEM}}
    assert people <= set(ABILITIES)


def test_a_delegation_is_shown_while_it_lasts(cast: Cast, signed_in: SignedIn) -> None:
    now = timezone.now()
    ends = now + timedelta(hours=2)
    Delegation.objects.create(
        principal=cast.supervisor, deputy=cast.officer, checkpoint=cast.dushanbe_2, starts_at=now, ends_at=ends
    )
    page = signed_in(cast.officer).get(ACCOUNT).text
    until = timezone.localtime(ends).strftime("%d.%m.%Y %H:%M")
    assert f"for Invented supervisor.dushanbe2 · Dushanbe-2, until {until}" in page
    assert "for Invented supervisor" not in signed_in(cast.khorog_officer).get(ACCOUNT).text


def test_the_sign_in_before_is_shown(cast: Cast, signed_in: SignedIn) -> None:
    assert "This is the first time." in signed_in(cast.officer).get(ACCOUNT).text
    page = signed_in(cast.officer).get(ACCOUNT).text
    assert "This is the first time." not in page
    assert "If that was not you, change your password" in page


def test_someone_without_a_role_is_told_whom_to_ask(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(User.objects.create_user("nobody", administration=cast.tajikistan)).get(ACCOUNT).text
    assert "Ask your administrator." in page
    assert "Nothing but reading the control lists." in page


@pytest.mark.parametrize(("language", "heading"), [("ru", "Ваша учётная запись"), ("uz", "Sizning hisobingiz")])
def test_the_language_is_changed_here_and_kept(cast: Cast, signed_in: SignedIn, language: str, heading: str) -> None:
    client = signed_in(cast.officer)
    answer = client.post("/language/", {"language": language, "page": ACCOUNT}, follow=True)
    assert heading in html.unescape(answer.text)
    cast.officer.refresh_from_db()
    assert cast.officer.language == language


def test_a_new_password_ends_the_other_sessions_and_is_recorded(cast: Cast, signed_in: SignedIn) -> None:
    here, elsewhere = signed_in(cast.officer), signed_in(cast.officer)
    answer = here.post(ACCOUNT, CHANGE, follow=True)
    assert "The password is changed." in answer.text
    assert here.get(ACCOUNT).status_code == 200
    assert elsewhere.get(ACCOUNT).status_code == 302
    cast.officer.refresh_from_db()
    assert cast.officer.check_password(NEW)
    event = AuditEvent.objects.get(action="account.password_changed")
    assert event.actor == f"person:{cast.officer.pk}"
    assert NEW not in event.detail


@pytest.mark.parametrize(
    ("typed", "field", "problem"),
    [
        ({"old_password": "wrong"}, "old_password", "That is not your present password."),
        ({"old_password": ""}, "old_password", "This is needed."),
        ({"new_password1": "", "new_password2": ""}, "new_password1", "This is needed."),
        ({"new_password2": "another long one"}, "new_password2", "The two new passwords differ."),
        ({"new_password1": "Zq4!", "new_password2": "Zq4!"}, "new_password1", "Write at least 8 characters."),
        ({"new_password1": "password1", "new_password2": "password1"}, "new_password1", "many people use"),
        (
            {"new_password1": "officer.dushanbe2", "new_password2": "officer.dushanbe2"},
            "new_password1",
            "too much like your name",
        ),
    ],
)
def test_a_password_that_does_not_do_is_told_at_its_field(
    cast: Cast, signed_in: SignedIn, typed: dict[str, str], field: str, problem: str
) -> None:
    answer = signed_in(cast.officer).post(ACCOUNT, CHANGE | typed)
    page = html.unescape(answer.text)
    assert answer.status_code == 422
    at_field = page[page.index(f'id="id_{field}_error"') :]
    assert problem in at_field[: at_field.index("</p>")]
    cast.officer.refresh_from_db()
    assert cast.officer.check_password(PASSWORD)
    assert not AuditEvent.objects.filter(action="account.password_changed").exists()
