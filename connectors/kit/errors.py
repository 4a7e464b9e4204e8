"""The errors a source can end in, sorted by who has to act; no other module defines a public one.

Each says *what* happened and what a person does next (*fix*). Neither may hold a secret or personal data.
"""

from __future__ import annotations

from typing import ClassVar

from texts import harmless, quoted, translated, with_fix


class SourceError(Exception):
    """A source could not be read or landed.

    `what`: the fact; `fix`: the next action; `origin`: source.stream; `status`: of the HTTP reply, 0: none.
    """

    retryable: ClassVar[bool] = False
    status: int = 0

    def __init__(self, what: str, *, fix: str) -> None:
        # Vendors are quoted in it: no word of theirs may move a terminal's cursor or pass for a remedy.
        self.what = quoted(what)
        super().__init__(self.what)
        self.fix = harmless(translated(fix))
        self.origin = ""

    def at(self, origin: str) -> SourceError:
        """Name the place (`source.stream`), once: the innermost name wins."""
        self.origin = self.origin or origin
        return self

    def __str__(self) -> str:
        place = f"{self.origin}: " if self.origin else ""
        return with_fix(f"{place}{self.what}", self.fix)


class SettingsError(SourceError):
    """The deployment is wrong: whoever edits deployment.yml or the environment acts."""


class AccessDenied(SourceError):
    """The vendor knows us and says no: whoever administers the account acts. Never retried."""


class NotOffered(AccessDenied):
    """The account does not have what a stream reads; no failure for a stream that is optional."""


class VendorUnavailable(SourceError):
    """The vendor did not answer, or answered that it cannot: the next run tries again.

    `overloaded` is true where a smaller page may help (a timeout or a 5xx, not a throttle).
    """

    retryable = True

    def __init__(self, what: str, *, fix: str, overloaded: bool = False) -> None:
        super().__init__(what, fix=fix)
        self.overloaded = overloaded


class UnexpectedReply(SourceError):
    """The vendor answered something this connector does not understand: whoever maintains it acts."""


class AskedTooMuch(UnexpectedReply):
    """The vendor refuses this much at once; a connector may ask for less."""


class FilterIgnored(UnexpectedReply):
    """The vendor gave records older than asked for; a connector may know another way to read."""


class PagingLoop(UnexpectedReply):
    """The vendor gave the same page twice in a row: going on would never end."""


class BudgetSpent(SourceError):
    """The time given to this source ran out before the reading was done."""

    retryable = True


class LandingFailed(SourceError):
    """The landing could not take the batch (disk full, no right to write): whoever runs the machine acts."""
