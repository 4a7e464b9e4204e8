"""What goes wrong with the CRM's cards: deletions, restorations, merges, late edits, a leaver's hand-over."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sandbox.company.charter import ADMIN, APRIL_LEAVE, END, LEFT_IN_APRIL, LOST, SERIOUS_REASONS, SPAM, WON
from sandbox.company.crm_cards import LeadLinks, Person
from sandbox.company.history import Change, change_at, value_at
from sandbox.world.cards import CrmBook, as_stored
from sandbox.world.clock import later
from sandbox.world.drafts import CompanyDraft, ContactDraft, LeadDraft, insert_change


def spoil(book: CrmBook) -> None:
    """Apply every kind of mishap at its usual rate."""
    hand_over_leaver(book)
    for lead in book.leads:
        _edit_late(book, lead)
    uses = last_uses(book)
    for pair in book.duplicates:
        if book.rng.random() < 0.35:
            merge_contacts(book, *pair, later(book.rng, max(uses[id_] for id_ in pair), 6))
    uses = last_uses(book)
    for contact in book.contacts.values():
        if book.rng.random() < 0.012:
            _lose_contact(book, contact, uses[contact.id])
    for lead in book.leads:
        if book.rng.random() < 0.025:
            _lose_lead(book, lead)
    uses = last_uses(book)
    for id_ in list(book.companies)[3::120]:
        delete_company(book, id_, later(book.rng, uses[id_], 6))


def hand_over_leaver(book: CrmBook) -> None:
    """Give most of the leaver's open leads to colleagues within minutes of the leave."""
    at = APRIL_LEAVE.astimezone(UTC)
    for lead in book.leads:
        if lead.created_at > at or value_at(lead.responsible, at) != LEFT_IN_APRIL or lead.is_closed(at):
            continue
        if book.rng.random() < 0.85:
            at += timedelta(seconds=2)
            lead.put(lead.responsible, at, book.rng.choice((7001005, 7001006)), ADMIN)


def _edit_late(book: CrmBook, lead: LeadDraft) -> None:
    rng = book.rng
    at = later(rng, lead.last_at(), 5)
    if at >= END:
        return
    stage, by = lead.stage[-1].value.stage_id, lead.responsible[-1].value
    if stage == WON and rng.random() < 0.06:
        reprice(book, lead, at, by)
    elif stage == LOST and lead.loss_reason[-1].value and rng.random() < 0.03:
        lead.put(lead.loss_reason, at, rng.choice((SPAM, *SERIOUS_REASONS)), by)
    elif rng.random() < 0.01:
        lead.put(lead.responsible, at, rng.choice((7001001, 7001005, 7001002)), by)


def reprice(book: CrmBook, lead: LeadDraft, at: datetime, by: int) -> None:
    """Change a deal's amount by a few per cent, kopecks included."""
    factor = Decimal(book.rng.randint(900, 1100)) / 1000
    amount = (lead.price[-1].value * factor).quantize(Decimal("0.01"))
    lead.put(lead.price, at, amount or Decimal("1999.90"), by)


def _lose_lead(book: CrmBook, lead: LeadDraft) -> None:
    at = later(book.rng, lead.last_at(), 4)
    if at < END:
        delete_lead(lead, at)
        restored_at = later(book.rng, at, 2)
        if book.rng.random() < 0.25 and restored_at < END:
            restore_lead(lead, restored_at)


def delete_lead(lead: LeadDraft, at: datetime) -> None:
    """Put a lead into the recycle bin."""
    lead.put(lead.presence, at, "deleted", lead.responsible[-1].value)


def restore_lead(lead: LeadDraft, at: datetime) -> None:
    """Take a lead out of the recycle bin."""
    lead.put(lead.presence, at, "present", ADMIN)


def last_uses(book: CrmBook) -> dict[int, datetime]:
    """Return for every contact and company when it was last written or linked to a lead."""
    uses = {card.id: max(card.person[-1].at, card.presence[-1].at) for card in _cards(book)}
    for lead in book.leads:
        for change in lead.links:
            for id_ in (*change.value.contacts, change.value.company):
                if id_ is not None:
                    uses[id_] = max(uses[id_], lead.links[-1].at)
    return uses


def _cards(book: CrmBook) -> Iterator[ContactDraft | CompanyDraft]:
    yield from book.contacts.values()
    yield from book.companies.values()


def merge_contacts(book: CrmBook, survivor_id: int, vanished_id: int, at: datetime) -> None:
    """Let one contact vanish into another, which takes its phones, e-mails and leads."""
    survivor, vanished = book.contacts[survivor_id], book.contacts[vanished_id]
    both_live = survivor.presence[-1].value == vanished.presence[-1].value == "present"
    if at >= END or not both_live or len(survivor.person) > 1:
        return
    at, by = as_stored(at), survivor.responsible[-1].value
    mine, theirs = survivor.person[-1].value, vanished.person[-1].value
    person = Person(mine.name, _union(mine.phones, theirs.phones), _union(mine.emails, theirs.emails))
    insert_change(survivor.person, Change(at, person, by))
    if survivor.company_id[-1].value is None:
        insert_change(survivor.company_id, Change(at, vanished.company_id[-1].value, by))
    vanished.presence.append(Change(at, "merged", by))
    vanished.merged_into = survivor_id
    relink(book, at, by, vanished_id, survivor_id)


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return first + tuple(text for text in second if text not in first)


def relink(book: CrmBook, at: datetime, by: int, old: int, new: int | None) -> None:
    """Replace a contact by another (None: by nobody) in every lead that is linked to it."""

    def rewrite(links: LeadLinks) -> LeadLinks:
        if old not in links.contacts:
            return links
        contacts = {card for card in links.contacts if card != old} | ({new} if new else set())
        main = new if links.main_contact == old else links.main_contact
        return LeadLinks(tuple(sorted(contacts)), main, links.company)

    for lead in book.leads:
        held = change_at(lead.links, at)
        if held is not None and old in held.value.contacts:
            lead.relink(at, rewrite, by)


def _lose_contact(book: CrmBook, contact: ContactDraft, used_at: datetime) -> None:
    at = later(book.rng, used_at, 5)
    if at >= END or contact.presence[-1].value != "present":
        return
    delete_contact(book, contact, at)
    restored_at = later(book.rng, at, 3)
    if book.rng.random() < 0.3 and restored_at < END:
        restore_contact(contact, restored_at)


def delete_contact(book: CrmBook, contact: ContactDraft, at: datetime) -> None:
    """Delete a contact; its leads lose the link."""
    at, by = as_stored(at), contact.responsible[-1].value
    contact.presence.append(Change(at, "deleted", by))
    relink(book, at, by, contact.id, None)


def restore_contact(contact: ContactDraft, at: datetime) -> None:
    """Restore a contact; the links to leads do not come back."""
    contact.presence.append(Change(as_stored(at), "present", ADMIN))


def delete_company(book: CrmBook, company_id: int, at: datetime) -> None:
    """Delete a company card; contacts and leads lose the link."""
    card = book.companies[company_id]
    if at >= END or card.presence[-1].value != "present":
        return
    at, by = as_stored(at), card.responsible[-1].value
    card.presence.append(Change(at, "deleted", by))
    for contact in book.contacts.values():
        held = change_at(contact.company_id, at)
        if held is not None and held.value == company_id:
            contact.company_id.append(Change(at, None, by))
    for lead in book.leads:
        held_links = change_at(lead.links, at)
        if held_links is not None and held_links.value.company == company_id:
            lead.relink(at, lambda links: LeadLinks(links.contacts, links.main_contact, None), by)
