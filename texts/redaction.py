"""Taking secrets out of any text before a person or a log sees it, and making it short only then."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

_LONGEST, _ENDING = 300, 100  # characters; the end may name the request, for the vendor's support
_LEFT_OUT = " … "


@dataclass(slots=True)
class Redactor:
    """Replaces known secrets, also percent-encoded and in base64, by `***`."""

    secrets: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        self.learn()

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
        """The words of a vendor, without secrets; they are shortened after that, never before.

        A secret cut in two would no longer be known for one.
        """
        return shortened(self(text))


def shortened(safe: str, longest: int = _LONGEST) -> str:
    """Words that hold no secret; of long ones the middle is left out."""
    if len(safe) <= longest:
        return safe
    return f"{safe[: longest - _ENDING - len(_LEFT_OUT)]}{_LEFT_OUT}{safe[-_ENDING:]}"


def _spellings(secret: str) -> tuple[str, ...]:
    encoded = base64.b64encode(secret.encode()).decode()
    return secret, quote(secret, safe=""), quote_plus(secret), encoded
