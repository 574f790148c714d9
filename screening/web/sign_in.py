"""Sign in, and the language that goes with a person."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from checkpoints.models import User

_CHOSEN = "chosen-language"
_YEAR = 365 * 24 * 3600


_LONGEST_NAME = 150


class SignInForm(AuthenticationForm):
    """Django's form in our words: its own are missing or misspelt in Tajik and Uzbek."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _(
            "User name or password is wrong. Check both, the keyboard's language and capital letters, and try again."
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["username"], self.fields["password"]
        name.label, password.label = _("User name"), _("Password")
        name.error_messages["required"] = _("The user name is missing. Write the one that your administrator gave you.")
        password.error_messages["required"] = _("The password is missing. Write it.")

    def clean(self) -> dict[str, Any]:
        """A name that nobody can have is not counted as a failed try, whose table has no room for it."""
        if len(self.cleaned_data.get("username", "")) > _LONGEST_NAME:
            raise self.get_invalid_login_error()
        return super().clean()


class SignIn(LoginView):
    """Name and password. A language chosen on this page becomes the person's; else the page takes theirs."""

    template_name = "web/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        chosen = self.request.session.pop(_CHOSEN, None)
        answer = super().form_valid(form)
        user = form.get_user()
        if chosen and chosen != user.language:
            _keep(user, chosen)
        return _with_cookie(answer, user.language)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Changes the language and goes back to the page where it was asked for."""
    answer = HttpResponseRedirect(_back(request))
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return answer
    if request.user.is_authenticated:
        _keep(request.user, language)
    else:
        request.session[_CHOSEN] = language
    return _with_cookie(answer, language)


def _back(request: HttpRequest) -> str:
    page = request.POST.get("page", "")
    own = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if own else reverse("dashboard")


def _keep(user: User, language: str) -> None:
    user.language = language
    user.save(update_fields=["language"])


def _with_cookie(answer: HttpResponse, language: str) -> HttpResponse:
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=_YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    return answer
