"""A trainer's pages: groups, their people, progress and figures."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import pytest
from django.urls import reverse

from checkpoints.models import User
from checkpoints.roles import Role
from tests import cast as c
from tests.cast import Cast
from tests.training.conftest import CHECK, finished, never_a_check, posted, rightly
from tests.training.web.conftest import SignedIn, address
from training.models import Attempt, Group
from training.services.attempts import Said

GROUPS = reverse("groups")


def _figures(group: Group) -> str:
    return reverse("figures", args=[group.pk, "first"])


def test_at_first_it_says_what_to_expect(trainer: User, signed_in: SignedIn) -> None:
    page = signed_in(trainer).get(GROUPS).text
    assert "There is no group yet." in page
    assert "nothing here reaches operations" in page


def test_a_new_group_leads_to_its_page(cast: Cast, trainer: User, signed_in: SignedIn) -> None:
    answer = signed_in(trainer).post(GROUPS, {"name": "  First   course "}, follow=True)
    assert Group.objects.get().name == "First course"
    assert "Nobody is in the group yet." in answer.text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("  ", "Write a name for the group."),
        ("x" * 81, "The name has 81 letters; shorten it to 80."),
        ("First course", "There is a group “First course” already."),
    ],
)
def test_a_name_that_cannot_be_used_says_why(
    trainer: User, group: Group, signed_in: SignedIn, name: str, said: str
) -> None:
    answer = signed_in(trainer).post(GROUPS, {"name": name})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'aria-describedby="name-problem"' in answer.text


def test_groups_are_listed_a_page_at_a_time(
    trainer: User, group: Group, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.selectors.paging.PAGE", 1)
    client = signed_in(trainer)
    client.post(GROUPS, {"name": "Second course"})
    page = client.get(GROUPS).text
    assert "Second course" in page
    assert "First course" not in page
    newest = Group.objects.order_by("-id")[0]
    assert "First course" in client.get(GROUPS, {"after": str(newest.pk)}).text


def test_unknown_names_come_back_and_the_known_are_added(trainer: User, group: Group, signed_in: SignedIn) -> None:
    names = "supervisor.dushanbe2, nobody\nofficer.ayritom"
    answer = signed_in(trainer).post(reverse("add-members", args=[group.pk]), {"usernames": names})
    assert answer.status_code == 422
    assert "signs in as: nobody, officer.ayritom" in answer.text
    assert group.memberships.filter(user__username="supervisor.dushanbe2").exists()
    assert not group.memberships.filter(user__username="officer.ayritom").exists()


def test_no_name_at_all_is_asked_for_again(trainer: User, group: Group, signed_in: SignedIn) -> None:
    answer = signed_in(trainer).post(reverse("add-members", args=[group.pk]), {"usernames": " , "})
    assert answer.status_code == 422
    assert "Write at least one sign-in name." in answer.text


def test_a_person_is_taken_out_of_the_group(cast: Cast, trainer: User, group: Group, signed_in: SignedIn) -> None:
    client, where = signed_in(trainer), reverse("remove-member", args=[group.pk])
    assert client.post(where, {"username": "officer.khorog"}).status_code == 302
    assert not group.memberships.filter(user=cast.khorog_officer).exists()
    assert client.post(where, {"username": "officer.ayritom"}).status_code == 404


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"exercise": "second"}, "exercise", "Choose an exercise."),
        ({"exercise": "first", "due_on": "soon"}, "due", "“soon” is no day. Write it as 2026-11-24"),
        ({"exercise": "first", "due_on": "2026-02-30"}, "due", "“2026-02-30” is no day."),
    ],
)
def test_an_assignment_that_cannot_be_says_why(
    trainer: User, group: Group, signed_in: SignedIn, fields: dict[str, str], field: str, said: str
) -> None:
    answer = signed_in(trainer).post(reverse("assign-exercise", args=[group.pk]), fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'aria-describedby="{field}-problem"' in answer.text


def test_an_exercise_is_assigned_until_a_day(trainer: User, group: Group, signed_in: SignedIn) -> None:
    answer = signed_in(trainer).post(
        reverse("assign-exercise", args=[group.pk]), {"exercise": "first", "due_on": "2026-12-01"}, follow=True
    )
    assert "until 01.12.2026" in answer.text


# -- figures ---------------------------------------------------------------------------------------


def test_before_anybody_finished_progress_stands_alone(
    cast: Cast, trainer: User, group: Group, attempt: Attempt, signed_in: SignedIn
) -> None:
    signed_in(cast.officer).post(address("exercise-declaration", attempt, 1), posted())
    page = signed_in(trainer).get(_figures(group)).text
    assert "1 of 20 decided" in page
    assert "not begun" in page
    assert "Nobody has finished yet." in page


def test_the_first_finished_attempt_counts(
    cast: Cast, trainer: User, group: Group, lists: None, signed_in: SignedIn
) -> None:
    """The second knows the debrief: it is counted, not scored."""
    finished(cast.officer, never_a_check)
    finished(cast.officer, rightly)
    page = signed_in(trainer).get(_figures(group)).text
    assert "2 attempts finished" in page
    assert 'data-label="Hits">0<' in page
    assert 'data-label="Hits">6<' not in page


def test_scores_are_spread_and_each_declaration_is_judged(
    cast: Cast, trainer: User, group: Group, lists: None, signed_in: SignedIn
) -> None:
    finished(cast.officer, rightly)
    finished(cast.khorog_officer, lambda case: Said(CHECK, (), "", 3))
    page = signed_in(trainer).get(_figures(group)).text
    assert page.count('<rect class="bar"') == 2  # d′ of 3.30 and −0.37, two classes
    assert "−0.50 … 0.00" in page
    assert "3.00 … 3.50" in page
    # Everybody checked the targets; one of two released the others.
    assert page.count('data-label="Facility">100 %<') == 6
    assert page.count('data-label="Facility">50 %<') == 14
    assert page.count('data-label="Upper less lower">1.00<') == 14


def test_figures_come_as_csv(cast: Cast, trainer: User, group: Group, lists: None, signed_in: SignedIn) -> None:
    cast.officer.first_name = "=1+1"
    cast.officer.save()
    finished(cast.officer, rightly)
    answer = signed_in(trainer).get(reverse("figures-csv", args=[group.pk, "first"]))
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    done = next(row for row in rows if row["sign_in_name"] == "officer.dushanbe2")
    assert (done["hits"], done["false_alarms"], done["d_prime"], done["passed"]) == ("6", "0", "3.299", "yes")
    assert done["name"].startswith("'=1+1")  # no spreadsheet runs it
    assert next(row for row in rows if row["sign_in_name"] == "officer.khorog")["hits"] == ""


def test_an_exercise_that_is_not_assigned_has_no_figures(trainer: User, group: Group, signed_in: SignedIn) -> None:
    group.exercises.all().delete()
    client = signed_in(trainer)
    assert client.get(_figures(group)).status_code == 404
    assert client.get(reverse("figures-csv", args=[group.pk, "first"])).status_code == 404


def test_figures_take_few_statements_however_many_people(
    cast: Cast, trainer: User, group: Group, lists: None, signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    for trainee in (cast.officer, cast.khorog_officer):
        finished(trainee)
    client = signed_in(trainer)
    with django_assert_max_num_queries(16):
        client.get(_figures(group))


# -- scope -----------------------------------------------------------------------------------------

READ = ("group", "figures", "figures-csv")
WRITE = ("add-members", "remove-member", "assign-exercise")


def _open(client: Any, name: str, group: Group) -> int:
    arguments = [group.pk, "first"] if name.startswith("figures") else [group.pk]
    where = reverse(name, args=arguments)
    status: int = (client.post(where, {}) if name in WRITE else client.get(where)).status_code
    return status


@pytest.mark.parametrize("name", READ + WRITE)
def test_a_foreign_group_does_not_exist(cast: Cast, group: Group, signed_in: SignedIn, name: str) -> None:
    foreign = c.person("trainer.uz", cast.uzbekistan, Role.TRAINER)
    assert _open(signed_in(foreign), name, group) == 404


@pytest.mark.parametrize("name", READ + WRITE)
@pytest.mark.parametrize("who", ["officer", "supervisor", "list_manager"])
def test_only_trainers_have_groups(cast: Cast, group: Group, signed_in: SignedIn, name: str, who: str) -> None:
    assert _open(signed_in(getattr(cast, who)), name, group) == 403
    assert signed_in(getattr(cast, who)).get(GROUPS).status_code == 403
