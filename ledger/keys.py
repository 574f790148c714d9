"""Keys that can be made at a cut-off post and merged later."""

import uuid

import uuid_utils.compat
from django.conf import settings


def new_key() -> uuid.UUID:
    """A UUIDv7: unique without asking anyone, ordered by time of making."""
    return uuid_utils.compat.uuid7()


def this_node() -> str:
    """The name of the installation that makes a record (setting NODE)."""
    name: str = settings.NODE
    return name
