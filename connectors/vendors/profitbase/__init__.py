"""Profitbase: what a developer has to sell, flat by flat, and what becomes of it."""
