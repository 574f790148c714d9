"""Invented people, places of work and declarations, to try the portal out. No real person, firm or shipment."""
