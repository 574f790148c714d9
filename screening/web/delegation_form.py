"""The form that names a deputy."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from checkpoints.delegations import CannotDelegate, deputies_of, own_checkpoints
from checkpoints.models import Checkpoint, User
from screening.web.key_choice import KeyChoice
from screening.web.words import ROLES, word

_MOMENT: Final = {"type": "datetime-local"}


class _Deputy(KeyChoice):
    """Says beside each name what the person is and where."""

    def label_from_instance(self, user: User) -> str:
        held = [(word(ROLES, each.role), each.checkpoint) for each in user.assignments.all()]
        work = "; ".join(f"{role}, {place}" if place else role for role, place in held)
        return f"{user.get_full_name() or user.username} ({work})"


class DelegationForm(forms.Form):
    """Choices are those of the person who delegates; what may not be is said by the service."""

    use_required_attribute = False

    checkpoint = KeyChoice(
        Checkpoint.objects.none(),
        empty_label=None,
        label=_("Checkpoint"),
        error_messages={
            "required": _("No checkpoint is chosen. Choose the one where you need a deputy."),
            "invalid_choice": _("You do not supervise this checkpoint. Choose one from the list."),
        },
    )
    deputy = _Deputy(
        User.objects.none(),
        empty_label=_("Choose a person"),
        label=_("Deputy"),
        error_messages={
            "required": _("No deputy is chosen. Choose an officer or supervisor."),
            "invalid_choice": _("This person cannot stand in for you. Choose one from the list."),
        },
    )
    starts_at = forms.DateTimeField(
        required=False,
        label=_("From"),
        help_text=_("Empty: from now on"),
        widget=forms.DateTimeInput(_MOMENT, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("The beginning is no date with time. Write it like 2026-03-02T09:00.")},
    )
    ends_at = forms.DateTimeField(
        label=_("Until"),
        help_text=_("60 days at most"),
        widget=forms.DateTimeInput(_MOMENT, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": _("The end is empty. Write when you are back."),
            "invalid": _("The end is no date with time. Write it like 2026-03-02T09:00."),
        },
    )
    reason = forms.CharField(
        required=False,
        label=_("Reason"),
        help_text=_("For instance: leave, business trip. Others will read it."),
        widget=forms.TextInput({"maxlength": "200", "autocomplete": "off"}),
    )

    def offer(self, principal: User) -> None:
        """Fills the lists with what the person can choose."""
        self.fields["checkpoint"].queryset = own_checkpoints(principal)  # type: ignore[attr-defined]
        people = deputies_of(principal).prefetch_related("assignments__checkpoint")
        self.fields["deputy"].queryset = people  # type: ignore[attr-defined]

    def refuse(self, error: CannotDelegate) -> None:
        """Puts what the service says at its field."""
        self.add_error(error.field or None, str(error))
