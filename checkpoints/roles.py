"""Roles, and what each may do. The one place that pages, API and commands ask."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ANALYST = "analyst"
    LIST_MANAGER = "list_manager"
    TRAINER = "trainer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    CUSTOMS_SYSTEM = "customs_system"


class Ability(StrEnum):
    SUBMIT = "submit"  # send a declaration in
    VIEW = "view"  # see shipments within one's scope
    ANSWER = "answer"  # answer a question about a shipment
    DECIDE = "decide"  # propose or take a decision
    CONFIRM = "confirm"  # confirm another person's decision
    CORRECT = "correct"  # decide anew on what was decided
    REASSIGN = "reassign"  # take a shipment away from who holds it, or give it to someone
    ANNOTATE = "annotate"  # add notes and attachments to a shipment
    REPORT = "report"  # record what a check of goods or documents found
    DELEGATE = "delegate"  # name a deputy for a time of absence
    OVERSEE = "oversee"  # see the work of others: figures, ages, who holds what
    AUDIT = "audit"  # read the audit chain
    EXPORT = "export"  # take a shipment's dossier out
    CHECK = "check"  # ask the engine about one goods line without a shipment
    GOODS = "goods"  # see the known goods of one's administration and what was determined about them
    DETERMINE = "determine"  # say whether an entry controls a known good
    UPHOLD = "uphold"  # confirm what another person determined about a good
    LEARN = "learn"  # do exercises
    TEACH = "teach"  # see a group's exercises
    PROPOSE_TERM = "propose_term"  # propose what an entry's goods are called, or are called no more
    MANAGE_LISTS = "manage_lists"  # bring in and activate list editions
    WATCHLISTS = "watchlists"  # see watchlists, their editions and what they change
    MANAGE_PEOPLE = "manage_people"  # accounts, assignments, checkpoints


AT_CHECKPOINT: Final = frozenset({Role.OFFICER, Role.SUPERVISOR})
"""Roles that someone holds at a checkpoint; the others hold for the whole administration."""

MAY: Final[dict[Ability, frozenset[Role]]] = {
    Ability.SUBMIT: frozenset({Role.OFFICER, Role.SUPERVISOR, Role.CUSTOMS_SYSTEM}),
    Ability.VIEW: frozenset({Role.OFFICER, Role.SUPERVISOR, Role.ANALYST, Role.AUDITOR, Role.CUSTOMS_SYSTEM}),
    Ability.ANSWER: frozenset({Role.OFFICER, Role.SUPERVISOR, Role.CUSTOMS_SYSTEM}),
    Ability.DECIDE: frozenset({Role.OFFICER, Role.SUPERVISOR}),
    Ability.CONFIRM: frozenset({Role.SUPERVISOR}),
    Ability.CORRECT: frozenset({Role.SUPERVISOR}),
    Ability.REASSIGN: frozenset({Role.SUPERVISOR}),
    Ability.ANNOTATE: frozenset({Role.OFFICER, Role.SUPERVISOR}),
    Ability.REPORT: frozenset({Role.OFFICER, Role.SUPERVISOR}),
    Ability.DELEGATE: frozenset({Role.SUPERVISOR}),
    Ability.OVERSEE: frozenset({Role.SUPERVISOR, Role.ANALYST, Role.AUDITOR}),
    Ability.AUDIT: frozenset({Role.AUDITOR}),
    Ability.EXPORT: frozenset({Role.SUPERVISOR, Role.AUDITOR}),
    Ability.CHECK: frozenset(
        {Role.OFFICER, Role.SUPERVISOR, Role.ANALYST, Role.LIST_MANAGER, Role.TRAINER, Role.CUSTOMS_SYSTEM}
    ),
    Ability.GOODS: frozenset({Role.OFFICER, Role.SUPERVISOR, Role.ANALYST, Role.AUDITOR}),
    Ability.DETERMINE: frozenset({Role.OFFICER, Role.SUPERVISOR, Role.ANALYST}),
    Ability.UPHOLD: frozenset({Role.SUPERVISOR}),
    Ability.LEARN: frozenset({Role.OFFICER, Role.SUPERVISOR, Role.ANALYST, Role.TRAINER}),
    Ability.TEACH: frozenset({Role.TRAINER}),
    Ability.PROPOSE_TERM: frozenset({Role.OFFICER, Role.ANALYST, Role.LIST_MANAGER}),
    Ability.MANAGE_LISTS: frozenset({Role.LIST_MANAGER}),
    Ability.WATCHLISTS: frozenset({Role.LIST_MANAGER, Role.AUDITOR}),
    Ability.MANAGE_PEOPLE: frozenset({Role.ADMINISTRATOR}),
}
