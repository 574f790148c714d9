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
from screening.engine import Line
from screening.engine.text import compose
from screening.engine.verdict import Why
from screening.services import check
from screening.services.index import NoCatalogue
from screening.services.why import NoEntry, why_line


class Check(ClientView):
    """``POST /api/v1/check``."""

    scopes: ClassVar[dict[str, str]] = {"POST": "check"}

    def pace(self, request: Request) -> str:
        return "read"

    @contract.CHECK
    def post(self, request: Request) -> Response:
        said = messages.read(GoodsLine, body_of(request))
        administration = self.actor(request).administration_id
        try:
            checked, asked = _checked(said, administration), _asked(said, administration)
        except NoCatalogue as error:
            raise Refused(Problem.NO_LISTS, _("No control list is in force, so nothing can be checked.")) from error
        return Response(_told(checked, asked, administration, self.language))


def _checked(said: dict[str, Any], administration: UUID | None) -> check.Check:
    return check.check_line(
        text=said["description"],
        hs_code=said.get("hs_code", ""),
        answers=said.get("answers", {}),
        administration=administration,
    )


def _asked(said: dict[str, Any], administration: UUID | None) -> tuple[Why, ...]:
    """How the entry that was asked about stands to the line."""
    if "entry" not in said:
        return ()
    answers = tuple(sorted(said.get("answers", {}).items()))
    line = Line(check.LINE, compose(said["description"]), said.get("hs_code", ""), answers)
    try:
        return why_line(line, said["entry"], administration).found
    except NoEntry as error:
        remedy = _("Write the code of an entry in force, as 2B350.g or eu-dual-use:2B350.g.")
        raise messages.field_bad("entry", said["entry"], "entry-unknown", remedy) from error


def _told(checked: check.Check, asked: tuple[Why, ...], administration: UUID | None, language: str) -> dict[str, Any]:
    [line] = results.verdicts([checked.verdict], language)
    return {
        "line": line,
        "why": results.standings(asked, language),
        "lists": list(checked.editions),
        "stale_lists": results.stale_lists(administration),
        "policy": checked.policy_version,
        "engine": checked.engine_version,
    }
