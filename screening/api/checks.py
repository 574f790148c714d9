"""POST a goods line and read at once what a run would say of it. Nothing is stored."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from screening.api import contract, messages, results
from screening.api.access import ClientView
from screening.api.bodies import GoodsLine
from screening.api.parsers import body_of
from screening.api.problems import Problem, Refused
from screening.services import check
from screening.services.index import NoCatalogue


class Check(ClientView):
    """``POST /api/v1/check``."""

    scopes: ClassVar[dict[str, str]] = {"POST": "check"}

    def pace(self, request: Request) -> str:
        return "read"

    @contract.CHECK
    def post(self, request: Request) -> Response:
        said = messages.read(GoodsLine, body_of(request))
        return Response(_told(_checked(said, self.actor(request).administration_id), self.language))


def _checked(said: dict[str, Any], administration: UUID | None) -> check.Check:
    try:
        return check.check_line(
            text=said["description"],
            hs_code=said.get("hs_code", ""),
            answers=said.get("answers", {}),
            administration=administration,
        )
    except NoCatalogue as error:
        raise Refused(Problem.NO_LISTS, _("No control list is in force, so nothing can be checked.")) from error


def _told(checked: check.Check, language: str) -> dict[str, Any]:
    [line] = results.verdicts([checked.verdict], language)
    return {
        "line": line,
        "lists": list(checked.editions),
        "stale_lists": results.stale_lists(),
        "policy": checked.policy_version,
        "engine": checked.engine_version,
    }
