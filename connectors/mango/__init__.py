"""Mango Office's statistics: orders, keys, answers; no settings and no streams."""
