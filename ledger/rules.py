from ledger.protection import append_only

RULES = append_only("ledger_auditevent")
