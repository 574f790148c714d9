"""Who calls, in which language, and with which parameters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpResponseBase
from django.utils.translation import activate
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request
from rest_framework.views import APIView

from checkpoints.actors import Actor, client
from screening.api.languages import PARAMETER, language_of
from screening.api.queries import Query
from screening.api.throttles import Allowance
from screening.engine.catalogue import LANGUAGES


class ClientView(APIView):
    """A view for customs systems; ``scopes`` names the token scope that each method needs.

    ``parameters`` are the query parameters that GET knows beside the language.
    """

    http_method_names: Sequence[str] = ("get", "head", "post")
    scopes: ClassVar[dict[str, str]] = {}
    parameters: ClassVar[frozenset[str]] = frozenset()
    allowance: Allowance | None = None
    language: str = "en"
    query: Query

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """The language first: refusals are told in it too."""
        self.language = language_of(request)
        activate(self.language)
        method = (request.method or "").lower()
        if method not in self.http_method_names or not hasattr(self, method):
            raise MethodNotAllowed(request.method or "")
        super().initial(request, *args, **kwargs)
        known = self.parameters if request.method in ("GET", "HEAD") else frozenset()
        self.query = Query(request.query_params, known | {PARAMETER})
        self.query.one_of(PARAMETER, LANGUAGES)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        finished: HttpResponseBase = super().finalize_response(request, response, *args, **kwargs)
        finished.headers["Content-Language"] = self.language
        finished.headers["Cache-Control"] = "no-store"
        for name, value in (self.allowance.headers if self.allowance else {}).items():
            finished.headers[name] = value
        return finished

    def pace(self, request: Request) -> str:
        """Which allowance a call counts against."""
        return "write" if request.method == "POST" else "read"

    def actor(self, request: Request) -> Actor:
        """The customs system that calls."""
        token: Any = request.auth  # an access token of a client, since HasScope let the call in
        return client(token.application)
