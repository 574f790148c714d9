"""The reasons that a trainee can name: indicators that officers look for, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REASONS: Final[dict[str, _StrPromise]] = {
    "listed": _("The goods, as described, stand on a control list"),
    "identifier": _("A CAS, UN or part number belongs to listed goods"),
    "figures": _("Technical figures reach a limit of a list"),
    "code": _("The HS code does not fit the goods described"),
    "vague": _("The description is too vague to know the goods"),
    "letters": _("Letters of two alphabets are mixed in a word"),
    "licence": _("A licence or an end-use paper is missing"),
    "activity": _("The goods do not fit the business of the consignee"),
    "forwarder": _("The consignee is a forwarder, a bank or a mail centre"),
    "person": _("A private person receives industrial goods"),
    "contact": _("Phone or address belongs to another country"),
    "route": _("The route makes no sense for these goods"),
    "destination": _("Consignee, delivery place and destination disagree"),
    "price": _("Price, weight or quantity is out of the ordinary"),
}
"""By the name that exercise files and answers use, in the order in which they are offered."""
