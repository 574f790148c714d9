"""Tells a supervisor by e-mail that something waits. Mail is not private: a number and a link, no goods, no names."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from checkpoints.models import User
from screening.models import Escalation
from screening.selectors.escalations import standing, told_of


def recipients(escalation_id: UUID) -> list[UUID]:
    """Whom to write to: those who are to know and have an address."""
    escalation = Escalation.objects.select_related("shipment", "review").get(pk=escalation_id)
    return list(told_of(escalation).exclude(email="").order_by("pk").values_list("pk", flat=True))


def send(*, escalation_id: UUID, recipient_id: UUID) -> bool:
    """Writes to one person in their language, unless the matter was settled meanwhile; whether it did.

    Raises OSError, as smtplib's errors are, where the mail server does not take it.
    """
    escalation = standing().select_related("shipment").filter(pk=escalation_id).first()
    if escalation is None:
        return False
    reader = User.objects.get(pk=recipient_id)
    with translation.override(reader.language):
        number = " ".join(escalation.shipment.declaration_number.split())
        subject = _("Shipment %(number)s waits for a supervisor") % {"number": number}
        send_mail(subject, _text(escalation, number), None, [reader.email])
    return True


def _text(escalation: Escalation, number: str) -> str:
    said = {
        "number": number,
        "link": settings.PORTAL_URL + reverse("shipment", args=[escalation.shipment_id]),
        "arrived": escalation.cause == Escalation.Cause.UNDECIDED,
        "deadline": escalation.deadline,
    }
    return render_to_string("mail/escalation.txt", said)
