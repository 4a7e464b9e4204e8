"""Mango Office's API over the pretend company."""
