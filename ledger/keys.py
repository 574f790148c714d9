"""Keys that can be made at a cut-off post and merged later."""

import uuid
from datetime import datetime

import uuid_utils.compat
from django.conf import settings


def new_key() -> uuid.UUID:
    """A UUIDv7: unique without asking anyone, ordered by time of making."""
    return uuid_utils.compat.uuid7()


def first_key_of(moment: datetime) -> uuid.UUID:
    """Below every key made at this moment or later, so that a table's own index finds what is new."""
    return uuid.UUID(int=int(moment.timestamp() * 1000) << 80)


def this_node() -> str:
    """The name of the installation that makes a record (setting NODE)."""
    name: str = settings.NODE
    return name
