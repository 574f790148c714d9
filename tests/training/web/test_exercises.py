"""The trainee's first page, the manifest and the end of an attempt."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from checkpoints.models import User
from tests.cast import Cast
from tests.training.conftest import answered, finished, posted
from tests.training.web.conftest import SignedIn, address
from training.models import Attempt, Completion, Group
from training.services import groups

HOME = reverse("exercises")


def test_at_first_it_says_what_to_expect(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    page = signed_in(cast.officer).get(HOME).text
    assert "You have not done an exercise yet." in page
    assert "First exercise – twenty declarations" in page


def test_the_menu_leads_those_there_who_may_learn(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    assert f'href="{HOME}"' in signed_in(cast.officer).get("/").text
    assert f'href="{HOME}"' not in signed_in(cast.list_manager).get("/").text
    assert signed_in(cast.list_manager).get(HOME).status_code == 403


def test_beginning_leads_to_the_manifest_and_again_to_the_same(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    client = signed_in(cast.officer)
    first = client.post(reverse("start-exercise", args=["first"]))
    again = client.post(reverse("start-exercise", args=["first"]))
    attempt = Attempt.objects.get()
    assert first.headers["Location"] == again.headers["Location"] == address("manifest", attempt)
    assert f'href="{address("manifest", attempt)}"' in client.get(HOME).text


def test_an_unknown_exercise_is_not_found(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    assert signed_in(cast.officer).post(reverse("start-exercise", args=["second"])).status_code == 404


def test_without_lists_it_says_so_and_begins_nothing(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.officer).post(reverse("start-exercise", args=["first"]), follow=True)
    assert "No control list is in force, so the engine has nothing to say." in answer.text
    assert not Attempt.objects.exists()


def test_what_a_group_is_to_do_is_said(
    cast: Cast, trainer: User, group: Group, lists: None, signed_in: SignedIn
) -> None:
    groups.assign(trainer=trainer, group=group, slug="first", due_on=date(2026, 12, 1))
    assert "Your group First course does it until 01.12.2026." in signed_in(cast.officer).get(HOME).text
    assert "Your group" not in signed_in(cast.supervisor).get(HOME).text


def test_the_manifest_shows_all_twenty_with_what_was_decided(cast: Cast, attempt: Attempt, signed_in: SignedIn) -> None:
    client = signed_in(cast.officer)
    client.post(address("exercise-declaration", attempt, 5), posted("documents"))
    page = client.get(address("manifest", attempt)).text
    assert page.count("TRN-") == 20
    assert "1 of 20 decided" in page
    assert page.count("not decided yet") == 19
    assert 'id="finish"' not in page


def test_finishing_too_early_names_what_is_open(cast: Cast, attempt: Attempt, signed_in: SignedIn) -> None:
    client = signed_in(cast.officer)
    for position in range(1, 19):
        client.post(address("exercise-declaration", attempt, position), posted())
    answer = client.post(address("finish-exercise", attempt), follow=True)
    assert "Still without a decision: 19, 20." in answer.text
    assert not Completion.objects.exists()


def test_finishing_leads_to_the_result_and_the_manifest_leads_there_too(
    cast: Cast, attempt: Attempt, signed_in: SignedIn
) -> None:
    answered(attempt)
    client = signed_in(cast.officer)
    assert 'id="finish"' in client.get(address("manifest", attempt)).text
    for answer in (client.post(address("finish-exercise", attempt)), client.get(address("manifest", attempt))):
        assert answer.headers["Location"] == address("result", attempt)


def test_attempts_are_listed_a_page_at_a_time(
    cast: Cast, lists: None, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.selectors.paging.PAGE", 1)
    older, newer = finished(cast.officer), finished(cast.officer)
    client = signed_in(cast.officer)
    first = client.get(HOME)
    assert address("result", newer) in first.text
    assert address("result", older) not in first.text
    behind = client.get(HOME, {"after": str(newer.pk)}).text
    assert address("result", older) in behind
    assert "Older attempts" not in behind


@pytest.mark.parametrize("after", ["", "nonsense"])
def test_the_page_takes_few_statements(
    cast: Cast, attempt: Attempt, signed_in: SignedIn, django_assert_max_num_queries: Any, after: str
) -> None:
    client = signed_in(cast.officer)
    with django_assert_max_num_queries(14):
        client.get(HOME, {"after": after})
    with django_assert_max_num_queries(10):
        client.get(address("manifest", attempt))
