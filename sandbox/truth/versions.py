"""Truth about cards as loads have read them: what a card held, and from which change on."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sandbox.company.crm_cards import Lead
from sandbox.company.history import change_at, value_at
from sandbox.company.snapshot import last_written
from sandbox.truth.books import Books


@dataclass(frozen=True)
class CardVersion:
    """A card as a load has read it, from the change that made it so; `filled` may hold "amount"."""

    changed_at: datetime
    price: Decimal
    filled: frozenset[int | str]


def read_versions(books: Books) -> dict[str, list[CardVersion]]:
    """Return the versions of each deal's card, oldest first; a portal's lead is another card."""
    leads: dict[int, Lead] = {lead.id: lead for lead in books.company.leads}
    found: dict[str, list[CardVersion]] = defaultdict(list)
    for deal in books.deals:
        lead = leads[deal.lead_id]
        passage = books.people.names.passage(lead)
        for load in books.loads:
            presence = change_at(lead.presence, load)
            is_there = presence is not None and presence.value == "present"
            if not is_there or (deal.crm == "bitrix24" and not passage.is_deal(load)):
                continue
            written = last_written(lead, load).at
            if not found[deal.key] or found[deal.key][-1].changed_at != written:
                found[deal.key].append(_version(lead, load, written))
    return found


def _version(lead: Lead, load: datetime, written: datetime) -> CardVersion:
    price = value_at(lead.price, load)
    filled: set[int | str] = {field for field, text in value_at(lead.fields, load) if text.strip()}
    return CardVersion(written, price, frozenset(filled | ({"amount"} if price else set())))
