"""A customs system is shut out, and let in again."""

import pytest
from django.core.management import CommandError, call_command

from ledger.models import AuditEvent
from tests.cast import Cast


def test_a_system_is_shut_out_and_let_in_again_on_record(cast: Cast) -> None:
    system = cast.customs_system
    call_command("disable_system", system.name, "--administration=tj")
    system.refresh_from_db()
    assert not system.is_usable(None)
    call_command("disable_system", system.name, "--administration=tj", "--again")
    system.refresh_from_db()
    assert system.is_usable(None)
    actions = AuditEvent.objects.order_by("sequence").values_list("action", flat=True)
    assert list(actions) == ["system.disabled", "system.let_in_again"]


@pytest.mark.parametrize("administration", ["uz", "xx"])
def test_a_system_of_another_administration_is_not_found(cast: Cast, administration: str) -> None:
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("disable_system", cast.customs_system.name, f"--administration={administration}")
    assert not AuditEvent.objects.exists()
