"""SALES DOCTOR's SalesDoc API V2 over the pretend company."""
