"""Taking secrets out of any text before a person or a log sees it."""

from __future__ import annotations

import base64
import logging
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

_LONGEST, _ENDING = 300, 100  # characters; the end may name the request, for the vendor's support
_LEFT_OUT = " … "


@dataclass(slots=True)
class Redactor:
    """Replaces known secrets, also percent-encoded and in base64, by `***`."""

    secrets: tuple[str, ...] = field(default=(), repr=False)

    def learn(self, *secrets: str) -> None:
        """Know these secrets too, the longest first: one may be part of another."""
        known = {*self.secrets, *secrets} - {""}
        self.secrets = tuple(sorted(known, key=len, reverse=True))

    def __call__(self, text: str) -> str:
        """The text without secrets."""
        for secret in self.secrets:
            for spelling in _spellings(secret):
                text = text.replace(spelling, "***")
        return text

    def quote(self, text: str) -> str:
        """The words of a vendor, without secrets; of long ones the middle is left out, and never before that.

        A secret cut in two would no longer be known for one.
        """
        safe = self(text)
        if len(safe) <= _LONGEST:
            return safe
        return f"{safe[: _LONGEST - _ENDING - len(_LEFT_OUT)]}{_LEFT_OUT}{safe[-_ENDING:]}"


def _spellings(secret: str) -> tuple[str, ...]:
    encoded = base64.b64encode(secret.encode()).decode()
    return secret, quote(secret, safe=""), quote_plus(secret), encoded


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
