"""Contacts and companies of the CRM: a client's cards, duplicates typed twice, shared phones."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sandbox.company.charter import START
from sandbox.company.crm_cards import LeadLinks, Person
from sandbox.company.history import Change
from sandbox.world.drafts import CompanyDraft, ContactDraft, LeadDraft
from sandbox.world.people import SHARED_EMAIL, SWITCHBOARD, Client, Directory, type_email, type_phone


@dataclass
class CrmBook:
    """The CRM in the making; `client_of` tells whose lead it is."""

    rng: random.Random
    directory: Directory
    scale: float
    leads: list[LeadDraft] = field(default_factory=list)
    contacts: dict[int, ContactDraft] = field(default_factory=dict)
    companies: dict[int, CompanyDraft] = field(default_factory=dict)
    client_of: dict[int, Client] = field(default_factory=dict)
    duplicates: list[tuple[int, int]] = field(default_factory=list)


def open_book(seed: int, scale: float) -> CrmBook:
    """Return an empty CRM."""
    return CrmBook(random.Random(f"{seed}:crm"), Directory(random.Random(f"{seed}:people")), scale)


def link_cards(book: CrmBook, client: Client, at: datetime, by: int) -> LeadLinks:
    """Return the cards that a new lead of a client gets, making up what is missing."""
    rng = book.rng
    if client.is_legal and client.company_id is None and rng.random() < 0.85:
        client.company_id = _add_company(book, client, at, by)
    if not client.cards:
        main = add_contact(book, client, at, by)
    elif rng.random() < (0.25 if client.is_legal else 0.15):
        main = add_contact(book, client, at, by)
        book.duplicates.append((client.cards[0], main))
    else:
        main = rng.choice(client.cards)
    others = tuple(card for card in client.cards if card != main)[:1] if rng.random() < 0.2 else ()
    company = client.company_id if rng.random() < 0.8 else None
    if client.is_legal and rng.random() < 0.02:
        return LeadLinks((), None, client.company_id)
    if others and rng.random() < 0.1:
        return LeadLinks(tuple(sorted((main, *others))), None, company)
    return LeadLinks(tuple(sorted((main, *others))), main, company)


def add_contact(book: CrmBook, client: Client, at: datetime, by: int) -> int:
    """Write a contact card for a client and return its id; a second card repeats a phone in another form."""
    rng = book.rng
    at = as_stored(at)
    id_ = 63000001 + len(book.contacts) * 3
    is_again = bool(client.cards)
    name = book.directory.new_name() if client.is_legal or is_again else client.name
    linked = client.company_id if rng.random() < 0.85 else None
    person = Person(name, _phones(book, client, is_again), _emails(book, client))
    book.contacts[id_] = ContactDraft(
        id_, at, by, [Change(at, by or 7001001, by)], [Change(at, person, by)],
        [Change(at, linked, by)], [Change(at, "present", by)],
    )  # fmt: skip
    client.cards.append(id_)
    return id_


def _phones(book: CrmBook, client: Client, is_again: bool) -> tuple[str, ...]:
    rng = book.rng
    own = list(client.phones)
    if client.is_legal:
        own = [book.directory.new_phone()] + (own if rng.random() < 0.4 else [])
    elif is_again and rng.random() < 0.85:
        own = own[:1]
    typed = [type_phone(rng, phone) for phone in own]
    if rng.random() < 0.02:
        typed.append(SWITCHBOARD)
    if rng.random() < 0.02:
        typed.append(rng.choice(("112-33", "нет", "", "спросить Олю")))
    return () if rng.random() < 0.06 else tuple(typed)


def _emails(book: CrmBook, client: Client) -> tuple[str, ...]:
    rng = book.rng
    typed = [type_email(rng, email) for email in client.emails] if rng.random() < 0.7 else []
    if rng.random() < 0.015:
        typed.append(SHARED_EMAIL)
    if rng.random() < 0.01:
        typed.append("нет почты")
    return tuple(typed)


def _add_company(book: CrmBook, client: Client, at: datetime, by: int) -> int:
    rng = book.rng
    at = as_stored(at)
    id_ = 52000001 + len(book.companies) * 7
    phones = (type_phone(rng, client.phones[0]),) if rng.random() < 0.6 else ()
    tax_id = rng.choice((client.tax_id, f" {client.tax_id}")) if rng.random() < 0.65 else None
    if rng.random() < 0.02:
        tax_id = "уточнить"
    # Every other firm has its requisites in the one field that the CRM offers for them.
    kpp = client.kpps[0] if client.kpps and tax_id and int(client.tax_id) % 2 else ""
    person = Person(client.name, phones, _emails(book, client), tax_id, kpp)
    book.companies[id_] = CompanyDraft(
        id_, at, by, [Change(at, by or 7001001, by)], [Change(at, person, by)], [Change(at, "present", by)]
    )
    return id_


def as_stored(at: datetime) -> datetime:
    """Return an instant as systems store it: UTC, whole seconds, not before the company's start."""
    return max(at, START).astimezone(UTC).replace(microsecond=0)
