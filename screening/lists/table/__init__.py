"""The table of a control list: one fact a row, as CSV or XLSX (docs/catalogue.md tells the format)."""
