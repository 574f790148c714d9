"""One's own account: who one is here, what that allows, language, and a new password."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django import forms
from django.contrib import messages
from django.contrib.auth import password_validation, update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from checkpoints import delegations, passwords
from checkpoints.models import Assignment, User
from checkpoints.roles import Ability
from screening.web.access import Request, actor_of, signed_in
from screening.web.words import ABILITIES, ROLES, word

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_MOST: Final = 50
WEAKNESSES: Final[Mapping[str | None, _StrPromise]] = {
    "password_too_short": _("The new password is too short. Write at least 8 characters."),
    "password_too_common": _("The new password is one that many people use. Think of another."),
    "password_too_similar": _("The new password is too much like your name. Think of another."),
}
"""What Django's validators have against a password (settings.AUTH_PASSWORD_VALIDATORS), by code."""


class PasswordForm(PasswordChangeForm):
    """Django's form with our words: its own are missing in Tajik and Uzbek."""

    use_required_attribute = False
    error_messages: Final = {  # type: ignore[misc]  # Django declares no type
        "password_incorrect": _(
            "That is not your present password. Type it again, and look at the keyboard's language."
        ),
        "password_mismatch": _("The two new passwords differ. Type the same one twice."),
    }
    old_password = forms.CharField(
        strip=False, label=_("Present password"), widget=forms.PasswordInput({"autocomplete": "current-password"})
    )
    new_password1 = forms.CharField(
        strip=False,
        label=_("New password"),
        help_text=_("At least 8 characters, not a usual password, not your name."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    new_password2 = forms.CharField(
        strip=False, label=_("New password again"), widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, user: User, data: Mapping[str, str] | None = None) -> None:
        super().__init__(user, data)
        for field in self.fields.values():
            field.error_messages["required"] = gettext("This is needed. Fill it in.")

    def validate_password_for_user(self, user: User, *_: object) -> None:
        """Beside the first of the two fields, where the remedy belongs."""
        try:
            password_validation.validate_password(self.cleaned_data.get("new_password1") or "", user)
        except ValidationError as error:
            for each in error.error_list if "new_password1" in self.cleaned_data else []:
                self.add_error("new_password1", WEAKNESSES.get(each.code, str(each)))


@dataclass(frozen=True)
class StandIn:
    """A delegation held at this time."""

    principal: str
    checkpoint: str
    ends_at: datetime


@dataclass(frozen=True)
class AccountPage:
    name: str
    username: str
    administration: str
    assignments: list[tuple[str, str]]
    stands_in: list[StandIn]
    allowed: list[str]
    previous_login: datetime | None


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@signed_in
def account(request: Request) -> HttpResponse:
    if request.method != "POST":
        return _answer(request, PasswordForm(request.user))
    form = PasswordForm(request.user, request.POST)
    if not form.is_valid():
        return _answer(request, form, status=422)
    passwords.change(user=request.user, password=form.cleaned_data["new_password1"])
    update_session_auth_hash(request, request.user)
    messages.success(request, gettext("The password is changed. Wherever else you were signed in, you are no longer."))
    return redirect("account")


def _answer(request: Request, form: PasswordForm, status: int = 200) -> HttpResponse:
    return render(request, "web/account.html", {"page": _page(request), "form": form}, status=status)


def _page(request: Request) -> AccountPage:
    user, actor = request.user, actor_of(request)
    return AccountPage(
        name=user.get_full_name() or user.username,
        username=user.username,
        administration=str(user.administration or ""),
        assignments=_assignments(user),
        stands_in=_stands_in(user),
        allowed=[word(ABILITIES, ability) for ability in Ability if actor.may(ability) and ability in ABILITIES],
        previous_login=user.previous_login,
    )


def _assignments(user: User) -> list[tuple[str, str]]:
    rows = Assignment.objects.filter(user=user).select_related("checkpoint").order_by("role", "checkpoint__name")
    return [(word(ROLES, each.role), each.checkpoint.name if each.checkpoint else "") for each in rows[:_MOST]]


def _stands_in(user: User) -> list[StandIn]:
    rows = delegations.running().filter(deputy=user).select_related("principal", "checkpoint").order_by("ends_at")
    return [
        StandIn(each.principal.get_full_name() or each.principal.username, each.checkpoint.name, each.ends_at)
        for each in rows[:_MOST]
    ]
