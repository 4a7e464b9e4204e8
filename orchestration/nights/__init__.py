"""Whole runs, from the first request to the last publication: nights, back-fills, rebuilds."""
