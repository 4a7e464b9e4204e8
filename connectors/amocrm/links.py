"""Whom amoCRM says a lead is linked with: in the list of links, and on the card itself."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from texts import say


class Card(msgspec.Struct):
    """A lead's card as `with=contacts` shows it; an empty PHP object arrives as []."""

    embedded: object = msgspec.field(name="_embedded", default=None)

    @property
    def is_linked(self) -> bool:
        """Whether the card names a contact or a company."""
        parts = self.embedded if isinstance(self.embedded, dict) else {}
        return bool(parts.get("contacts") or parts.get("companies"))


def linked(lead: str, links: Sequence[bytes]) -> bytes:
    """The record of one lead: its id and the links as the list gave them."""
    return b'{"entity_id":%d,"links":[%b]}' % (int(lead), b",".join(links))


def not_taken(leads: Sequence[str], named: str) -> str:
    """The warning that an empty answer for these leads was not taken: the card of `named` has links."""
    return say(
        "/leads/links says that none of {count} leads has a contact or a company, while the card of "
        "lead {lead} names one: the answer was not taken, the links on the cards are used",
        count=len(leads),
        lead=named,
    )
