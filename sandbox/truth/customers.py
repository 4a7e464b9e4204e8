"""Truth about customers: which cards and accounts are one and the same person or firm."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sandbox.company.company import Company
from sandbox.company.crm_cards import LeadLinks
from sandbox.company.history import change_at, value_at
from sandbox.company.layout import Crm
from sandbox.company.snapshot import erp_rows
from sandbox.truth.decisions import Pair, parted
from sandbox.truth.names import Names
from sandbox.truth.people import normalise_email
from sandbox.truth.rules import MOST_SHARED_CARDS


@dataclass(frozen=True)
class Record:
    """A live card or account with what it can be recognised by."""

    key: str
    phones: frozenset[str]
    emails: frozenset[str]
    tax_id: str | None = None
    kpp: str = ""
    company: str | None = None


@dataclass(frozen=True)
class Common:
    """What speaks for one customer: the cards that have it, and on how many the value stands in all."""

    evidence: str
    cards: tuple[str, ...]
    cards_count: int


_EXTENSION = re.compile(r"(?<=[0-9)])[\s,;.(]*(?:доб|внутр|вн|ext|x|х|#)[^0-9+]{0,12}[0-9]{1,6}")
_BETWEEN_NUMBERS = re.compile(r"(?=\+)|[^-0-9+(). ‐‑–—\u00a0\t]+")


def normalise_phones(typed: str) -> list[str]:
    """Return the phones in a text, digits with the country code; letters and commas part two of them."""
    parts = _BETWEEN_NUMBERS.split(_EXTENSION.sub(";", typed.lower()))
    return [phone for part in parts if (phone := _with_country(part)) is not None]


def normalise_phone(typed: str) -> str | None:
    """Return the first phone in a text, or None."""
    return next(iter(normalise_phones(typed)), None)


def _with_country(part: str) -> str | None:
    digits = "".join(char for char in part if char.isdecimal())
    if digits.startswith("00"):
        digits = digits[2:]
    elif digits.startswith("810") and len(digits) >= 13:
        digits = digits[3:]
    if len(digits) == 11 and digits.startswith("8"):
        return "7" + digits[1:]
    if len(digits) == 10 and "+" not in part:
        return "7" + digits
    is_russian_or_not = not digits.startswith("7") or len(digits) == 11
    return digits if 10 <= len(digits) <= 15 and is_russian_or_not else None


def normalise_tax_id(typed: str | None) -> str | None:
    """Return an INN of 10 or 12 digits, or None."""
    trimmed = (typed or "").strip()
    return trimmed if re.fullmatch(r"[0-9]{10}|[0-9]{12}", trimmed) else None


class Customers:
    """Groups of records, each under its smallest key."""

    def __init__(
        self, records: Iterable[Record], names: Names, decisions: Mapping[Pair, str] | None = None
    ) -> None:
        """`decisions`: pairs of keys, smaller first, that people called same or different."""
        self.names = names
        self.records = {record.key: record for record in records}
        self.decisions = decisions or {}
        self._parent = {key: key for key in self.records}
        self._holders: dict[str, list[str]] = defaultdict(list)
        for record in self.records.values():
            for phone in record.phones:
                self._holders[phone].append(record.key)
        self.commons = [*_commons(self.records), *_decided(self.decisions)]
        tying = [common.cards for common in self.commons if common.cards_count <= MOST_SHARED_CARDS]
        for cards in parted(tying, self.decisions):
            for other in cards[1:]:
                self._join(cards[0], other)

    def of_record(self, key: str | None) -> str | None:
        """Return the customer key of a record; None for no record or one that does not live."""
        return self._root(key) if key in self._parent else None

    def of_links(self, links: LeadLinks, crm: Crm) -> str | None:
        """Return the customer of a deal in a CRM: main contact, first contact, company."""
        contacts = [self.names.card(crm, "contact", id_) for id_ in sorted(links.contacts)]
        if links.main_contact is not None:
            contacts.insert(0, self.names.card(crm, "contact", links.main_contact))
        company = [] if links.company is None else [self.names.card(crm, "company", links.company)]
        for key in contacts + company:
            if key in self._parent:
                return self._root(key)
        return None

    def of_account(self, counterparty: str) -> str | None:
        """Return the customer of an ERP counterparty."""
        return self.of_record(self.names.account(counterparty))

    def of_phone(self, phone: str | None) -> str | None:
        """Return the one customer who holds a normalised phone; None if too many cards have it, or two do."""
        return self.only_of(self._holders.get(phone or "", []))

    def only_of(self, cards: Sequence[str]) -> str | None:
        """Return the customer of all these cards; None where there are too many of them, or two customers."""
        found = {self._root(card) for card in cards}
        return found.pop() if len(found) == 1 and len(cards) <= MOST_SHARED_CARDS else None

    def with_tax_ids(self) -> Iterator[tuple[str, str]]:
        """Yield (customer, tax id) of every record that has one."""
        for record in self.records.values():
            if record.tax_id is not None:
                yield self._root(record.key), record.tax_id

    def keys_with_account(self) -> set[str]:
        """Return the customers that have at least one ERP record."""
        return {self._root(key) for key in self.records if ":counterparty:" in key}

    def _root(self, key: str) -> str:
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def _join(self, first: str, second: str) -> None:
        small, large = sorted((self._root(first), self._root(second)))
        self._parent[large] = small


def _commons(records: Mapping[str, Record]) -> Iterator[Common]:
    """Yield what several cards have in common: phones, e-mails, tax ids, links of the CRM."""
    phones, emails, tax_ids = (defaultdict[str, list[str]](list) for _ in range(3))
    for record in records.values():
        for phone in record.phones:
            phones[phone].append(record.key)
        for email in record.emails:
            emails[email].append(record.key)
        if record.tax_id is not None:
            tax_ids[record.tax_id].append(record.key)
        if record.company is not None and record.company in records:
            yield Common("crm_link", (record.key, record.company), 2)
    for evidence, shared in (("phone", phones), ("email", emails)):
        for keys in shared.values():
            yield Common(evidence, tuple(keys), len(keys))
    for tax_id, keys in tax_ids.items():
        for firm in _branches(tax_id, [records[key] for key in keys]):
            yield Common("tax_id", tuple(firm), len(keys))


def _branches(tax_id: str, records: Sequence[Record]) -> Iterator[list[str]]:
    """Yield the cards of one taxpayer, of a firm all of whose cards know their branch by branch."""
    are_known = all(record.kpp for record in records) and len(tax_id) == 10
    by_branch = defaultdict[str, list[str]](list)
    for record in records:
        by_branch[record.kpp if are_known and len(records) <= MOST_SHARED_CARDS else ""].append(record.key)
    yield from by_branch.values()


def _decided(decisions: Mapping[Pair, str]) -> Iterator[Common]:
    return (Common("decision", pair, 2) for pair, word in decisions.items() if word == "same")


def live_records(company: Company, at: datetime, names: Names) -> Iterator[Record]:
    """Yield every contact, company and counterparty that exists at `at`, once for every CRM that has it."""
    for contact in company.contacts:
        presence = change_at(contact.presence, at)
        if presence is not None and presence.value == "present":
            person, linked = value_at(contact.person, at), value_at(contact.company_id, at)
            for crm in names.holders("contact", contact.id):
                firm = None if linked is None else names.card(crm, "company", linked)
                key = names.card(crm, "contact", contact.id)
                yield _record(key, person.phones, person.emails, company=firm)
    for card in company.companies:
        presence = change_at(card.presence, at)
        if presence is not None and presence.value == "present":
            person = value_at(card.person, at)
            for crm in names.holders("company", card.id):
                key = names.card(crm, "company", card.id)
                kpp = person.kpp if crm == "amocrm" else ""  # the portal's requisites are shown without it
                yield _record(key, person.phones, person.emails, person.tax_id, kpp)
    for row in erp_rows(company.counterparties, at):
        facts = row.facts
        # Elsewhere than in 1C nothing is marked as deleted: a card that is put away remains a customer.
        if not facts.deletion_mark or company.layout.erp != "onec":
            key = names.account(row.key)
            yield _record(key, facts.phones, facts.emails, facts.tax_id, facts.kpp.strip())


def _record(
    key: str,
    phones: Iterable[str],
    emails: Iterable[str],
    tax_id: str | None = None,
    kpp: str = "",
    company: str | None = None,
) -> Record:
    good_phones = {phone for typed in phones for phone in normalise_phones(typed)}
    good_emails = {normalise_email(typed) for typed in emails if "@" in typed}
    return Record(key, frozenset(good_phones), frozenset(good_emails), normalise_tax_id(tax_id), kpp, company)
