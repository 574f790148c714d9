"""Signing in and out, the lock after wrong passwords, and the language that goes with a person."""

import pytest
from django.test import Client
from django.urls import reverse

from checkpoints.models import User
from tests.cast import PASSWORD, Cast
from tests.web.conftest import SignedIn

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/"


def _try(client: Client, user: User, password: str = PASSWORD, **more: str) -> int:
    return client.post(SIGN_IN, {"username": user.username, "password": password, **more}).status_code


def test_the_right_password_opens_the_dashboard(cast: Cast) -> None:
    answer = Client().post(SIGN_IN, {"username": cast.officer.username, "password": PASSWORD}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert "Invented officer.dushanbe2" in answer.text
    assert "officer · Dushanbe-2" in answer.text


def test_one_comes_back_to_the_page_that_was_asked_for(cast: Cast) -> None:
    client = Client()
    assert client.get("/shipments/new/").headers["Location"] == "/sign-in/?next=/shipments/new/"
    answer = client.post(SIGN_IN, {"username": cast.officer.username, "password": PASSWORD, "next": "/shipments/new/"})
    assert answer.headers["Location"] == "/shipments/new/"


def test_five_wrong_passwords_lock_the_account_for_a_while(cast: Cast) -> None:
    client = Client()
    statuses = [_try(client, cast.officer, "wrong") for _ in range(5)]
    assert statuses[:4] == [200] * 4
    locked = client.post(SIGN_IN, {"username": cast.officer.username, "password": PASSWORD})
    assert locked.status_code == 429
    assert "Locked for a while" in locked.text


def test_signing_out_closes_the_pages(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.officer)
    assert client.post("/sign-out/").headers["Location"] == SIGN_IN
    assert client.get("/").status_code == 302


# -- language --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Shipments"), ("ru", "Партии"), ("tg", "Борҳо"), ("uz", "Yuklar")]
)
def test_each_language_is_kept_for_the_person_and_in_the_browser(
    cast: Cast, signed_in: SignedIn, language: str, heading: str
) -> None:
    client = signed_in(cast.officer)
    client.post("/language/", {"language": language, "page": "/"})
    page = client.get("/").text
    assert f'<html lang="{language}">' in page
    assert f"<h1>{heading}</h1>" in page
    cast.officer.refresh_from_db()
    assert cast.officer.language == language


def test_a_person_finds_their_language_in_another_browser(cast: Cast) -> None:
    User.objects.filter(pk=cast.officer.pk).update(language="tg")
    client = Client()
    _try(client, cast.officer)
    assert '<html lang="tg">' in client.get("/").text


def test_a_language_chosen_before_signing_in_becomes_the_persons(cast: Cast) -> None:
    client = Client()
    client.post("/language/", {"language": "uz", "page": SIGN_IN})
    _try(client, cast.officer)
    assert '<html lang="uz">' in client.get("/").text
    cast.officer.refresh_from_db()
    assert cast.officer.language == "uz"


@pytest.mark.parametrize(
    ("page", "back"), [("/shipments/new/", "/shipments/new/"), ("https://elsewhere.example/", "/"), ("", "/")]
)
def test_the_switch_leads_back_to_our_own_pages_only(page: str, back: str) -> None:
    assert Client().post("/language/", {"language": "ru", "page": page}).headers["Location"] == back


def test_an_unknown_language_changes_nothing(cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.officer).post("/language/", {"language": "xx", "page": "/"})
    cast.officer.refresh_from_db()
    assert cast.officer.language == "en"


def test_a_name_that_nobody_can_have_is_refused_like_a_wrong_one(cast: Cast) -> None:
    answer = Client().post(SIGN_IN, {"username": "x" * 300, "password": "invented"})
    assert answer.status_code == 200
    assert "User name or password is wrong." in answer.text


@pytest.mark.parametrize("name", ["dashboard", "new-shipment", "upload"])
def test_nobody_enters_without_signing_in(name: str) -> None:
    answer = Client().get(reverse(name))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(SIGN_IN)
