"""Yandex Direct's wire: services, report queue, TSV; no settings and no streams."""
