"""Reads one vendor and lands what it said, whole; knows no warehouse, no dbt and no scheduler."""
