"""Yandex Metrica: its connector, and its wire (errors, reports, logs in parts)."""
