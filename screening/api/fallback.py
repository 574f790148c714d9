"""What stands at no address, and what goes wrong before a view is reached: problems too, never a page."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from screening.api.problems import Problem, plain


@csrf_exempt
def nothing_here(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    return plain(Problem.NOT_FOUND, _("Check the address. It may also belong to another sender."))


def unreadable(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    return plain(Problem.BAD_REQUEST, _("The server cannot make sense of the call. Check its headers and address."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    return plain(Problem.NOT_ALLOWED, _("Ask for a token with the scope that this call needs."))


def broken(request: HttpRequest) -> JsonResponse:
    return plain(Problem.BROKEN, _("Your call met a fault in the portal. It is recorded; try again later."))
