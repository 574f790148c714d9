"""The form with which the reader of an entry proposes a term, and the proposals that wait there already."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from checkpoints.actors import Actor
from checkpoints.roles import Ability
from screening.lists.term_proposals import LONGEST, Wanted
from screening.models import TermChange, TermProposal
from screening.selectors.entries import EntryKey
from screening.selectors.term_proposals import waiting_of
from screening.web.words import TERM_CHANGES, TERM_WEIGHTS, word


class TermForm(forms.Form):
    """What is wrong with a value is told by the service, for pages and commands alike."""

    use_required_attribute = False
    prefix = "term"

    change = forms.ChoiceField(label=_("Change"), choices=TERM_CHANGES.items(), initial=TermChange.ADD)
    text = forms.CharField(
        required=False, strip=False, label=_("Term"), help_text=_("A word or phrase, as traders write it")
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    weight = forms.ChoiceField(
        required=False,
        label=_("What it says"),
        choices=TERM_WEIGHTS.items(),
        initial="weak",
        help_text=_("Only for a term to be added"),
    )
    reason = forms.CharField(
        required=False,
        strip=False,
        label=_("Reason"),
        help_text=_("Others will read it: where you met the term, or what it wrongly names."),
        widget=forms.Textarea({"rows": 3, "maxlength": LONGEST["reason"]}),
    )

    @property
    def wanted(self) -> Wanted:
        asked = self.cleaned_data
        return Wanted(asked["change"], asked["language"], asked["text"], asked["weight"], asked["reason"])


@dataclass(frozen=True)
class Waiting:
    language: str
    text: str
    change: str


@dataclass(frozen=True)
class TermPanel:
    """``open``: the form came back with what is to be corrected."""

    form: TermForm
    url: str
    waiting: list[Waiting]
    open: bool


def panel(actor: Actor, entry: EntryKey, form: TermForm | None) -> TermPanel | None:
    """None for a reader who may not propose. One statement."""
    if not actor.administration_id or not actor.may(Ability.PROPOSE_TERM):
        return None
    waiting = [_waiting(each) for each in waiting_of(actor, entry)]
    return TermPanel(form or TermForm(), reverse("propose-term", args=entry), waiting, open=form is not None)


def _waiting(row: TermProposal) -> Waiting:
    return Waiting(row.language, row.text, word(TERM_CHANGES, row.change))
