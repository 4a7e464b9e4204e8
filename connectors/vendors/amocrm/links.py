"""Whom amoCRM says a lead is linked with: in the list of links, and on the card itself."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from connectors.kit.errors import FilterIgnored
from connectors.kit.stream import Page
from texts import say


class Card(msgspec.Struct):
    """A lead's card as `with=contacts` shows it; an empty PHP object arrives as []."""

    embedded: object = msgspec.field(name="_embedded", default=None)

    @property
    def is_linked(self) -> bool:
        """Whether the card names a contact or a company."""
        parts = self.embedded if isinstance(self.embedded, dict) else {}
        return bool(parts.get("contacts") or parts.get("companies"))


def take(page: Page, found: dict[str, list[bytes]]) -> None:
    """Add the links of a page to those `found` of the leads asked for. FilterIgnored if it has other leads.

    The list of a lead that was not asked for may be a part of it, and would replace the whole.
    """
    if not set(page.keys) <= set(found):
        raise FilterIgnored(
            say("/leads/links was asked for {count} leads and gave links of other ones", count=len(found)),
            fix=say("see whether filtering is switched on for this account at the vendor."),
        )
    for lead, link in zip(page.keys, page.payloads or (), strict=True):
        found[lead].append(bytes(link))


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
