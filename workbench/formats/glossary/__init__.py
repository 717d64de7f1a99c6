"""Termbases as files: TBX, tables (CSV, TSV, XLSX) and UTX, read into concepts and written from them."""
