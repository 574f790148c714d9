"""Administrations, people and systems from a file: added whole or not at all, never changed."""

import tomllib
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from checkpoints.actors import person
from checkpoints.models import Administration, ApiClient, Checkpoint, User
from checkpoints.organisation import BadOrganisation, load_organisation
from checkpoints.roles import Ability

pytestmark = pytest.mark.django_db

FILE = """
[[administrations]]
code = "xx"
name = "Customs Service (invented)"
country = "TJ"
checkpoints = [{ code = "XX1", name = "Invented", kind = "road" }]
people = [
  { username = "one", name = "First Invented", role = "officer", at = ["XX1"] },
  { username = "two", name = "Second Invented", role = "auditor" },
]
systems = ["Invented system"]
"""


def test_what_is_new_is_added_and_its_secrets_are_given_once() -> None:
    made = load_organisation(tomllib.loads(FILE))
    assert [(each.kind, bool(each.secret)) for each in made] == [
        ("person", True),
        ("person", True),
        ("customs system", True),
    ]
    officer = User.objects.get(username="one")
    assert officer.check_password(made[0].secret)
    assert person(officer).may(Ability.DECIDE, at=[Checkpoint.objects.get().pk])
    assert not person(User.objects.get(username="two")).may(Ability.DECIDE)
    assert ApiClient.objects.get().client_secret != made[2].secret  # only its hash is kept


def test_a_checkpoint_may_have_coordinates_and_a_person_an_address() -> None:
    told = FILE.replace('kind = "road"', 'kind = "road", latitude = "38.54", longitude = 68.75')
    load_organisation(tomllib.loads(told.replace('role = "auditor"', 'role = "auditor", email = "two@example.org"')))
    checkpoint = Checkpoint.objects.get()
    assert (checkpoint.latitude, checkpoint.longitude) == (Decimal("38.54"), Decimal("68.75"))
    assert [user.email for user in User.objects.order_by("username")] == ["", "two@example.org"]


def test_loading_again_changes_nothing() -> None:
    load_organisation(tomllib.loads(FILE))
    hashed = User.objects.get(username="one").password
    assert load_organisation(tomllib.loads(FILE)) == []
    assert User.objects.get(username="one").password == hashed


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ('role = "officer"', 'role = "boss"', "role 'boss' is not known"),
        ('role = "officer"', 'role = "customs_system"', "is not known"),
        ('at = ["XX1"]', 'at = ["XX2"]', "names no checkpoint above"),
        ('role = "auditor"', 'role = "auditor", at = ["XX1"]', "does not fit the role auditor"),
        ('kind = "road"', 'kind = "sea"', "kind 'sea' is not known"),
        ('kind = "road"', 'kind = "road", latitude = "38.5"', "longitude None is no number of degrees"),
        ('kind = "road"', 'kind = "road", latitude = "91", longitude = "70"', "latitude '91' is no number of degrees"),
        ('kind = "road"', 'kind = "road", latitude = "38.5", longitude = "nan"', "longitude 'nan'"),
        ('role = "officer"', 'role = "officer", email = "nobody"', "email 'nobody' is no address"),
        ('country = "TJ"\n', "", "country is missing"),
        ('username = "two", ', "", "username is missing"),
    ],
)
def test_a_fault_is_told_and_nothing_is_added(good: str, bad: str, said: str) -> None:
    with pytest.raises(BadOrganisation, match=said):
        load_organisation(tomllib.loads(FILE.replace(good, bad)))
    assert not Administration.objects.exists()


def test_the_command_names_the_file_and_the_fault(tmp_path: object) -> None:
    with pytest.raises(CommandError, match="Nothing was added"):
        call_command("load_organisation", f"{tmp_path}/missing.toml")
