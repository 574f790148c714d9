"""Declarations as they arrive (JSON, CSV, XLSX, ASYCUDA XML) become one plain form; nothing is stored here."""
