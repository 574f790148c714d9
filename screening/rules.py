"""The rules of screening that the database itself holds (see ledger/protection.py)."""

from __future__ import annotations

from ledger.protection import AnyRule, Rule, append_only

_HISTORY = (
    "screening_goodsitem",
    "screening_shipmentoffice",
    "screening_route",
    "screening_container",
    "screening_document",
    "screening_screeningrun",
    "screening_flag",
    "screening_question",
    "screening_answer",
    "screening_review",
    "screening_reviewconfirmation",
    "screening_outcome",
    "screening_activation",
    "screening_activationconfirmation",
    "screening_indexartifact",
    "screening_indexinforce",
    "screening_good",
    "screening_determination",
    "screening_determinationconfirmation",
    "screening_termproposal",
    "screening_watchlistreading",
    "screening_watchlistactivation",
    "screening_watchlistactivationconfirmation",
    "screening_note",
    "screening_attachment",
    "screening_inspectionresult",
    "screening_escalation",
)

_WORK: tuple[AnyRule, ...] = (
    Rule(
        "holding_ends_once",
        "screening_holding",
        "UPDATE",
        "OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR NEW.shipment_id <> OLD.shipment_id"
        " OR NEW.holder_id <> OLD.holder_id OR NEW.created_at <> OLD.created_at",
        "a holding is ended once, nothing else of it changes",
    ),
    Rule("holding_kept", "screening_holding", "DELETE", "1 = 1", "who worked on a shipment stays on record"),
    Rule(
        "review_by_the_holder",
        "screening_review",
        "INSERT",
        "EXISTS (SELECT 1 FROM screening_holding AS h WHERE h.shipment_id = NEW.shipment_id"
        " AND h.ended_at IS NULL AND h.holder_id <> NEW.proposer_id)",
        "another person works on the shipment",
    ),
    Rule(
        "review_corrects_its_own_shipment",
        "screening_review",
        "INSERT",
        "NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM screening_outcome AS o"
        " WHERE o.id = NEW.corrects_id AND o.shipment_id = NEW.shipment_id)",
        "a correction names an outcome of its own shipment",
    ),
    Rule(
        "review_corrects_what_is_in_effect",
        "screening_review",
        "INSERT",
        "NEW.corrects_id IS NOT NULL AND EXISTS (SELECT 1 FROM screening_outcome AS o"
        " JOIN screening_outcome AS later ON later.shipment_id = o.shipment_id AND later.created_at > o.created_at"
        " WHERE o.id = NEW.corrects_id)",
        "a correction names the outcome in effect",
    ),
    Rule(
        "review_corrects_for_a_reason",
        "screening_review",
        "INSERT",
        "NEW.corrects_id IS NOT NULL AND TRIM(NEW.note) = ''",
        "a correction says why",
    ),
    Rule(
        "review_of_a_decided_shipment_corrects",
        "screening_review",
        "INSERT",
        "NEW.corrects_id IS NULL AND EXISTS (SELECT 1 FROM screening_shipment AS s"
        " WHERE s.id = NEW.shipment_id AND s.state = 'decided')",
        "what is decided is put right by a correction only",
    ),
)

_ENTRY_PARTS = ("entrytext", "term", "identifier", "hscorrelation", "parameter")


def _never_edited(table: str, message: str) -> Rule:
    """For tables that retention may empty but nobody may rewrite."""
    return Rule(f"{table}_no_update", table, "UPDATE", "1 = 1", message)


def _only_in_a_draft(table: str, edition_state: str) -> tuple[AnyRule, ...]:
    """Content of an edition changes only while the edition is a draft."""
    message = f"{table}: the edition is no draft any more, its content is fixed"
    return tuple(
        Rule(f"{table}_draft_{event.lower()}", table, event, f"({edition_state.format(row=row)}) <> 'draft'", message)
        for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    )


_STATE_OF_ENTRY = "SELECT e.state FROM screening_edition AS e WHERE e.id = {row}.edition_id"
_STATE_OF_PART = (
    "SELECT e.state FROM screening_edition AS e JOIN screening_entry AS n ON n.edition_id = e.id"
    " WHERE n.id = {row}.entry_id"
)


def _by_the_deputy(name: str, confirmation: str) -> Rule:
    return Rule(
        name,
        confirmation,
        "INSERT",
        "NEW.delegation_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM checkpoints_delegation AS d"
        " WHERE d.id = NEW.delegation_id AND d.deputy_id = NEW.confirmer_id"
        " AND d.starts_at <= NEW.created_at AND d.ends_at > NEW.created_at"
        " AND NOT EXISTS (SELECT 1 FROM checkpoints_delegationend AS e"
        " WHERE e.delegation_id = d.id AND e.created_at <= NEW.created_at))",
        "a confirmation by delegation comes from its deputy, while it runs",
    )


_TWO_PERSONS: tuple[AnyRule, ...] = (
    Rule(
        "review_on_the_latest_run",
        "screening_review",
        "INSERT",
        "NEW.run_id <> (SELECT r.id FROM screening_screeningrun AS r WHERE r.shipment_id = NEW.shipment_id"
        " ORDER BY r.number DESC LIMIT 1)",
        "a decision must rest on the latest run of its shipment",
    ),
    Rule(
        "review_release_needs_two",
        "screening_review",
        "INSERT",
        "NEW.decision = 'release' AND NOT NEW.needs_confirmation AND"
        " (SELECT r.flagged AND r.level >= a.confirm_from_level"
        " FROM screening_screeningrun AS r JOIN screening_shipment AS s ON s.id = r.shipment_id"
        " JOIN checkpoints_administration AS a ON a.id = s.administration_id WHERE r.id = NEW.run_id)",
        "the release of a shipment at this level needs a second person",
    ),
    Rule(
        "review_confirmed_by_another",
        "screening_reviewconfirmation",
        "INSERT",
        "NEW.confirmer_id = NEW.proposer_repeated_id OR NOT EXISTS (SELECT 1 FROM screening_review AS v"
        " WHERE v.id = NEW.review_id AND v.proposer_id = NEW.proposer_repeated_id"
        " AND v.decision = NEW.decision_repeated)",
        "a second person must confirm, and confirm what was proposed",
    ),
    Rule(
        "review_confirmed_on_the_latest_run",
        "screening_reviewconfirmation",
        "INSERT",
        "NEW.confirmed AND EXISTS (SELECT 1 FROM screening_review AS v"
        " JOIN screening_screeningrun AS r ON r.id = v.run_id"
        " JOIN screening_screeningrun AS later ON later.shipment_id = v.shipment_id AND later.number > r.number"
        " WHERE v.id = NEW.review_id)",
        "a proposal lapses when its shipment is screened again",
    ),
    Rule(
        "review_confirmed_while_it_stands",
        "screening_reviewconfirmation",
        "INSERT",
        "NEW.confirmed AND EXISTS (SELECT 1 FROM screening_review AS v"
        " JOIN screening_review AS later ON later.shipment_id = v.shipment_id AND later.created_at > v.created_at"
        " WHERE v.id = NEW.review_id)",
        "a proposal lapses when another decision follows it",
    ),
    _by_the_deputy("review_confirmed_by_the_deputy", "screening_reviewconfirmation"),
    Rule(
        "outcome_as_decided",
        "screening_outcome",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM screening_review AS v WHERE v.id = NEW.review_id"
        " AND v.shipment_id = NEW.shipment_id AND v.decision = NEW.decision"
        " AND (NOT v.needs_confirmation OR EXISTS (SELECT 1 FROM screening_reviewconfirmation AS c"
        " WHERE c.review_id = v.id AND c.confirmed)))",
        "an outcome needs its review, and the confirmation that the review asks for",
    ),
    Rule(
        "shipment_decided_by_outcome",
        "screening_shipment",
        "UPDATE",
        "NEW.state = 'decided' AND OLD.state <> 'decided'"
        " AND NOT EXISTS (SELECT 1 FROM screening_outcome AS o JOIN screening_review AS v ON v.id = o.review_id"
        " WHERE o.shipment_id = NEW.id AND v.run_id = NEW.latest_run_id)",
        "a shipment is decided by an outcome on its latest run only",
    ),
    Rule(
        "activation_confirmed_by_another",
        "screening_activationconfirmation",
        "INSERT",
        "NEW.confirmer_id = NEW.proposer_id_repeated OR NOT EXISTS (SELECT 1 FROM screening_activation AS v"
        " WHERE v.id = NEW.activation_id AND v.proposer_id = NEW.proposer_id_repeated"
        " AND v.checksum = NEW.checksum_repeated)",
        "a second person must confirm, and confirm what was proposed",
    ),
    Rule(
        "edition_activated_by_two",
        "screening_edition",
        "UPDATE",
        "NEW.state = 'active' AND OLD.state <> 'active' AND NOT ("
        "EXISTS (SELECT 1 FROM screening_activation AS v JOIN screening_activationconfirmation AS c"
        " ON c.activation_id = v.id WHERE v.edition_id = NEW.id AND v.checksum = NEW.checksum"
        " AND (OLD.activated_at IS NULL OR c.created_at > OLD.activated_at))"
        " OR EXISTS (SELECT 1 FROM screening_activation AS v WHERE v.edition_id = NEW.id AND v.checksum = NEW.checksum"
        " AND v.emergency AND (OLD.activated_at IS NULL OR v.created_at > OLD.activated_at))"
        " OR (NEW.bootstrap AND OLD.activated_at IS NULL AND NOT EXISTS (SELECT 1 FROM screening_edition AS e"
        " WHERE e.control_list_id = NEW.control_list_id AND e.activated_at IS NOT NULL)))",
        "an edition is activated by two persons; alone only as the first of its list, or in an emergency with a reason",
    ),
    Rule(
        "edition_born_as_draft",
        "screening_edition",
        "INSERT",
        "NEW.state <> 'draft' OR NEW.activated_at IS NOT NULL",
        "an edition begins as a draft",
    ),
    Rule(
        "edition_content_fixed",
        "screening_edition",
        "UPDATE",
        "OLD.state <> 'draft' AND (NEW.state = 'draft' OR NEW.checksum <> OLD.checksum"
        " OR NEW.control_list_id <> OLD.control_list_id)",
        "an edition that was in force keeps its content and never becomes a draft again",
    ),
    Rule(
        "edition_kept",
        "screening_edition",
        "DELETE",
        "OLD.state <> 'draft'",
        "an edition that was in force is kept",
    ),
)

_PRECEDENTS: tuple[AnyRule, ...] = (
    Rule(
        "determination_within_the_administration",
        "screening_determination",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM screening_good AS g JOIN checkpoints_user AS u"
        " ON u.administration_id = g.administration_id WHERE g.id = NEW.good_id AND u.id = NEW.determined_by_id)",
        "a good is determined by a person of its own administration",
    ),
    Rule(
        "determination_from_a_line_of_its_administration",
        "screening_determination",
        "INSERT",
        "NEW.item_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM screening_good AS g JOIN screening_shipment AS s"
        " ON s.administration_id = g.administration_id JOIN screening_goodsitem AS i ON i.shipment_id = s.id"
        " WHERE g.id = NEW.good_id AND i.id = NEW.item_id)",
        "a determination names a line of its own administration",
    ),
    Rule(
        "determination_confirmed_by_another",
        "screening_determinationconfirmation",
        "INSERT",
        "NEW.confirmer_id = NEW.determined_by_repeated_id OR NOT EXISTS (SELECT 1 FROM screening_determination AS d"
        " JOIN screening_good AS g ON g.id = d.good_id"
        " JOIN checkpoints_user AS u ON u.administration_id = g.administration_id AND u.id = NEW.confirmer_id"
        " WHERE d.id = NEW.determination_id AND d.determined_by_id = NEW.determined_by_repeated_id"
        " AND d.ruling = NEW.ruling_repeated)",
        "a second person of the administration must confirm, and confirm what was determined",
    ),
    Rule(
        "determination_confirmed_while_it_stands",
        "screening_determinationconfirmation",
        "INSERT",
        "NEW.confirmed AND EXISTS (SELECT 1 FROM screening_determination AS d"
        " JOIN screening_determination AS later ON later.good_id = d.good_id AND later.list_slug = d.list_slug"
        " AND later.entry_code = d.entry_code AND later.created_at > d.created_at"
        " JOIN screening_determinationconfirmation AS c ON c.determination_id = later.id AND c.confirmed"
        " WHERE d.id = NEW.determination_id)",
        "a determination lapses when a later one was confirmed",
    ),
    _by_the_deputy("determination_confirmed_by_the_deputy", "screening_determinationconfirmation"),
)

_DRAFT_OF_ITS_LIST = (
    "SELECT 1 FROM screening_termproposal AS p JOIN screening_edition AS e ON e.control_list_id = p.control_list_id"
    " WHERE p.id = NEW.proposal_id AND e.id = NEW.edition_id AND e.state = 'draft'"
)
_WORDS_OF_A_TERM_DECISION = (
    *("id", "node", "created_at", "proposal_id", "decided_by_id", "proposed_by_repeated_id"),
    *("change_repeated", "text_repeated", "accepted", "note"),
)
_PLACED = Rule(
    "screening_termdecision_no_update",
    "screening_termdecision",
    "UPDATE",
    "NOT OLD.accepted OR OLD.edition_id IS NOT NULL OR NEW.edition_id IS NULL OR "
    + " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _WORDS_OF_A_TERM_DECISION)
    + f" OR NOT EXISTS ({_DRAFT_OF_ITS_LIST})",
    "a decision on a term is kept; the draft in which an accepted term stands is named once",
)

_TERMS: tuple[AnyRule, ...] = (
    Rule(
        "term_proposed_within_the_administration",
        "screening_termproposal",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM checkpoints_user AS u JOIN screening_controllist AS l ON l.id = NEW.control_list_id"
        " WHERE u.id = NEW.proposed_by_id AND u.administration_id = NEW.administration_id"
        " AND (l.administration_id IS NULL OR l.administration_id = NEW.administration_id))",
        "a term is proposed by a person of the administration, for a list that is shared or its own",
    ),
    Rule(
        "term_decided_by_another",
        "screening_termdecision",
        "INSERT",
        "NEW.decided_by_id = NEW.proposed_by_repeated_id OR NOT EXISTS (SELECT 1 FROM screening_termproposal AS p"
        " JOIN checkpoints_user AS u ON u.administration_id = p.administration_id AND u.id = NEW.decided_by_id"
        " WHERE p.id = NEW.proposal_id AND p.proposed_by_id = NEW.proposed_by_repeated_id"
        " AND p.change = NEW.change_repeated AND p.text = NEW.text_repeated)",
        "another person of the administration must decide, and decide on what was proposed",
    ),
    Rule(
        "term_accepted_into_a_draft_of_its_list",
        "screening_termdecision",
        "INSERT",
        f"NEW.edition_id IS NOT NULL AND NOT EXISTS ({_DRAFT_OF_ITS_LIST})",
        "an accepted term stands in a draft of its list",
    ),
    *(rule for rule in append_only("screening_termdecision") if rule.name != _PLACED.name),
    _PLACED,
)

_STATE_OF_MEMBER = "SELECT e.state FROM screening_watchlistedition AS e WHERE e.id = {row}.edition_id"
_HELD = (
    "EXISTS (SELECT 1 FROM screening_editionparty AS m JOIN screening_watchlistedition AS e ON e.id = m.edition_id"
    " WHERE m.party_id = {party} AND e.state <> 'draft')"
)

_WATCHLISTS: tuple[AnyRule, ...] = (
    _never_edited("screening_listedparty", "a listed party is never changed; another content is another row"),
    _never_edited("screening_listedname", "a listed name is never changed"),
    *_only_in_a_draft("screening_editionparty", _STATE_OF_MEMBER),
    *(
        Rule(
            f"{table}_held_{event.lower()}",
            f"screening_{table}",
            event,
            _HELD.format(party=party),
            "the party stands in an edition that is no draft any more",
        )
        for table, event, party in (
            ("listedparty", "DELETE", "OLD.id"),
            ("listedname", "INSERT", "NEW.party_id"),
            ("listedname", "DELETE", "OLD.party_id"),
        )
    ),
    Rule(
        "listed_party_of_its_own_list",
        "screening_editionparty",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM screening_listedparty AS p JOIN screening_watchlistedition AS e"
        " ON e.watchlist_id = p.watchlist_id WHERE p.id = NEW.party_id AND e.id = NEW.edition_id)",
        "an edition holds parties of its own list",
    ),
    Rule(
        "watchlist_activation_confirmed_by_another",
        "screening_watchlistactivationconfirmation",
        "INSERT",
        "NEW.confirmer_id = NEW.proposer_id_repeated OR NOT EXISTS (SELECT 1 FROM screening_watchlistactivation AS v"
        " WHERE v.id = NEW.activation_id AND v.proposer_id = NEW.proposer_id_repeated"
        " AND v.checksum = NEW.checksum_repeated)",
        "a second person must confirm, and confirm what was proposed",
    ),
    Rule(
        "watchlist_edition_activated_by_two",
        "screening_watchlistedition",
        "UPDATE",
        "NEW.state = 'active' AND OLD.state <> 'active' AND NOT ("
        "EXISTS (SELECT 1 FROM screening_watchlistactivation AS v"
        " JOIN screening_watchlistactivationconfirmation AS c"
        " ON c.activation_id = v.id WHERE v.edition_id = NEW.id AND v.checksum = NEW.checksum"
        " AND (OLD.activated_at IS NULL OR c.created_at > OLD.activated_at))"
        " OR EXISTS (SELECT 1 FROM screening_watchlistactivation AS v"
        " WHERE v.edition_id = NEW.id AND v.checksum = NEW.checksum"
        " AND v.emergency AND (OLD.activated_at IS NULL OR v.created_at > OLD.activated_at))"
        " OR (NEW.bootstrap AND OLD.activated_at IS NULL AND NOT EXISTS (SELECT 1 FROM screening_watchlistedition AS e"
        " WHERE e.watchlist_id = NEW.watchlist_id AND e.activated_at IS NOT NULL)))",
        "an edition is activated by two persons; alone only as the first of its list, or in an emergency with a reason",
    ),
    Rule(
        "watchlist_edition_born_as_draft",
        "screening_watchlistedition",
        "INSERT",
        "NEW.state <> 'draft' OR NEW.activated_at IS NOT NULL",
        "an edition begins as a draft",
    ),
    Rule(
        "watchlist_edition_content_fixed",
        "screening_watchlistedition",
        "UPDATE",
        "OLD.state <> 'draft' AND (NEW.state = 'draft' OR NEW.checksum <> OLD.checksum"
        " OR NEW.watchlist_id <> OLD.watchlist_id)",
        "an edition that was in force keeps its content and never becomes a draft again",
    ),
    Rule(
        "watchlist_edition_kept",
        "screening_watchlistedition",
        "DELETE",
        "OLD.state <> 'draft'",
        "an edition that was in force is kept",
    ),
)

RULES: tuple[AnyRule, ...] = (
    *(rule for table in _HISTORY for rule in append_only(table)),
    _never_edited("screening_party", "what was declared is never changed"),
    _never_edited("screening_submissioncontent", "an original is never changed"),
    *_only_in_a_draft("screening_entry", _STATE_OF_ENTRY),
    *(rule for part in _ENTRY_PARTS for rule in _only_in_a_draft(f"screening_{part}", _STATE_OF_PART)),
    _never_edited("screening_attachmentcontent", "an attachment is never changed"),
    *_WORK,
    *_TWO_PERSONS,
    *_PRECEDENTS,
    *_TERMS,
    *_WATCHLISTS,
)
