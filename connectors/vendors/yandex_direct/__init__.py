"""Yandex Direct: its connector, and its wire (services, report queue, TSV)."""
