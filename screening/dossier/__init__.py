"""A shipment's dossier: everything kept about it in one file that can be verified without the portal."""
