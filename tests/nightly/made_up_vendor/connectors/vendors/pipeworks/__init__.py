"""Pipeworks, a CRM that does not exist."""
