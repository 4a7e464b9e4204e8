"""Keeping secrets out of what the HTTP library logs."""

from __future__ import annotations

import logging

from texts.redaction import Redactor

_WIRE = "urllib3.connectionpool"  # at its debug level it logs path and query of every request


class _Hiding(logging.Filter):
    """Takes secrets out of what the HTTP library logs."""

    def __init__(self) -> None:
        super().__init__()
        self.redact = Redactor()

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record through, without secrets."""
        record.msg, record.args = self.redact(record.getMessage()), None
        return True


_hiding = _Hiding()


def hide_in_logs(*secrets: str) -> None:
    """Keep what the HTTP library logs free of secrets that a vendor wants in path or query."""
    logging.getLogger(_WIRE).addFilter(_hiding)
    _hiding.redact.learn(*secrets)
