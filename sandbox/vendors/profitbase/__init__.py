"""Profitbase's API over the pretend company."""
