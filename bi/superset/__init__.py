"""Datasets, charts and dashboards of Superset, written from the catalogue of metrics and the marts."""
