"""The OpenAPI document, made from the views, and how drf-spectacular is told of what is ours."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from rest_framework.serializers import Serializer

from screening.intake.checks import MOST_LINES
from screening.intake.json_format import DECLARATION, Number, Rows, Shape, Text

_NEEDED: Final = frozenset({"declaration_number", "items", "box_31_description"})
_SCHEME: Final = "clientCredentials"


@cache
def document() -> dict[str, Any]:
    """The same for everybody, so made once a process."""
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made


def served(request: HttpRequest) -> JsonResponse:
    """``GET /api/v1/openapi.json``; open to all, since it holds no data."""
    return JsonResponse(document())


def bodies_are_required(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A hook after the document is made: no call of ours works without its body."""
    for path in result["paths"].values():
        for operation in path.values():
            if "requestBody" in operation:
                operation["requestBody"]["required"] = True
    return result


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Each operation names the scope that its view asks for."""

    target_class = "oauth2_provider.contrib.rest_framework.OAuth2Authentication"
    name = _SCHEME
    priority = 1

    def get_security_requirement(self, auto_schema: AutoSchema) -> dict[str, list[str]]:
        view: Any = auto_schema.view
        return {self.name: [view.scopes[auto_schema.method]]}

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        flow = {"tokenUrl": reverse("api-token"), "scopes": settings.OAUTH2_PROVIDER["SCOPES"]}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}


class Declaration(Serializer[Any]):
    """One declaration, numbered by box of the Single Administrative Document."""


class DeclarationSchema(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Follows the contract of the intake, so that both cannot differ."""

    target_class = Declaration

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        return {"description": (Declaration.__doc__ or ""), **_shaped(DECLARATION)}


class MessageSchema(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Bodies of known fields only."""

    target_class = "screening.api.messages.Message"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        plain: dict[str, Any] = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)  # type: ignore[no-untyped-call]
        return {**plain, "additionalProperties": False}


def _shaped(shape: Shape) -> dict[str, Any]:
    if isinstance(shape, Text):
        return {"type": ["string", "null"]}
    if isinstance(shape, Number):
        return {"type": ["number", "string", "null"]}
    if isinstance(shape, Rows):
        return {"type": ["array", "null"], "items": _shaped(shape.of), "maxItems": MOST_LINES}
    return _object(shape)


def _object(fields: Mapping[str, Shape]) -> dict[str, Any]:
    needed = sorted(_NEEDED & fields.keys())
    properties = {name: _needed(shape) if name in needed else _shaped(shape) for name, shape in fields.items()}
    shaped = {"type": "object" if needed else ["object", "null"], "additionalProperties": False}
    return {**shaped, "properties": properties, **({"required": needed} if needed else {})}


def _needed(shape: Shape) -> dict[str, Any]:
    """Without null, and not empty."""
    if isinstance(shape, Rows):
        return {**_shaped(shape), "type": "array", "minItems": 1}
    return {"type": "string", "minLength": 1}
