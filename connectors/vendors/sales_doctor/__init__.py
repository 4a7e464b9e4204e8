"""SALES DOCTOR: its connector, and SalesDoc API V2 as it speaks (one address, filials, pages, its token)."""
