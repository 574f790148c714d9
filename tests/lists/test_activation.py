"""Editions are put in force by two persons; in an emergency by one, whom another confirms; and brought back."""

from __future__ import annotations

import pytest

from ledger.models import AuditEvent
from screening import models
from screening.lists import activation
from screening.lists.activation import BadActivation
from screening.models import Activation, ListPass
from screening.services.index import engine_in_force
from tests.cast import Cast
from tests.lists.conftest import Drafted

pytestmark = pytest.mark.django_db


def _state(edition: models.Edition) -> str:
    edition.refresh_from_db()
    return edition.state


def test_two_persons_put_a_draft_in_force(cast: Cast, drafted: Drafted) -> None:
    edition = drafted("other words")
    proposal = activation.propose(edition=edition, proposer=cast.list_manager)
    assert _state(edition) == "draft"
    with pytest.raises(BadActivation, match="Another person"):
        activation.confirm(proposal=proposal, confirmer=cast.list_manager)
    with pytest.raises(BadActivation, match="proposed already"):
        activation.propose(edition=edition, proposer=cast.other_list_manager)
    activation.confirm(proposal=proposal, confirmer=cast.other_list_manager)
    assert _state(edition) == "active"
    assert engine_in_force().editions == ("eu-dual-use of tests",)
    assert ListPass.objects.get().purpose == "rescreen"
    with pytest.raises(BadActivation, match="confirmed already"):
        activation.confirm(proposal=proposal, confirmer=cast.other_list_manager)


def test_in_an_emergency_one_person_acts_and_another_confirms_afterwards(cast: Cast, drafted: Drafted) -> None:
    edition = drafted("other words")
    for reason in ("", "  \n"):
        with pytest.raises(BadActivation, match="why it cannot wait"):
            activation.activate_at_once(edition=edition, by=cast.list_manager, reason=reason)
    activation.activate_at_once(edition=edition, by=cast.list_manager, reason="A new agent is on its way")
    assert _state(edition) == "active"
    with pytest.raises(BadActivation, match="in force already"):
        activation.activate_at_once(edition=edition, by=cast.list_manager, reason="again")
    proposal = Activation.objects.get(confirmation=None, emergency=True)
    activation.confirm(proposal=proposal, confirmer=cast.other_list_manager)
    assert ListPass.objects.count() == 1
    actions = set(AuditEvent.objects.filter(action__startswith="edition.").values_list("action", flat=True))
    assert {"edition.activated_at_once", "edition.confirmed"} <= actions


def test_the_former_edition_comes_back_in_one_step(cast: Cast, drafted: Drafted) -> None:
    former, edition = models.Edition.objects.get(state="active"), drafted("other words")
    with pytest.raises(BadActivation, match="no former edition"):
        activation.roll_back(edition=former, by=cast.list_manager, reason="none before it")
    activation.activate_at_once(edition=edition, by=cast.list_manager, reason="new")
    edition.refresh_from_db()
    back = activation.roll_back(edition=edition, by=cast.other_list_manager, reason="It flags tea")
    assert back == former
    assert (_state(former), _state(edition)) == ("active", "retired")
    assert former.effective_to is None
    assert engine_in_force().editions == ("eu-dual-use small",)
    former.refresh_from_db()
    activation.roll_back(edition=former, by=cast.list_manager, reason="It did not")
    assert (_state(former), _state(edition)) == ("retired", "active")
