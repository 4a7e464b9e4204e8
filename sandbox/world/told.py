"""What customers tell of themselves: typed on their cards and accounts when all else is written."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sandbox.company.charter_told import FAMILY, INDUSTRIES, OCCUPATIONS, PLACES, SEXES, STREETS, Place
from sandbox.company.crm_cards import CompanyCard, Contact, Person
from sandbox.company.erp_records import CounterpartyFacts, ErpRecord
from sandbox.company.history import Change
from sandbox.world.people import Client

Answers = tuple[tuple[str, str], ...]
_ELDEST, _BIRTH_DAYS = date(1950, 1, 1), 22_000


@dataclass
class Told:
    """Answers by contact and company id, landlines by contact id, (region, address) by account."""

    cards: dict[int, Answers] = field(default_factory=dict)
    landlines: dict[int, str] = field(default_factory=dict)
    accounts: dict[str, tuple[str, str]] = field(default_factory=dict)

    def on_contact(self, contact: Contact) -> Contact:
        """Return the card with the answers and the landline of its owner."""
        return replace(contact, person=self._all(contact.id, contact.person))

    def on_company(self, card: CompanyCard) -> CompanyCard:
        """Return the card with the firm's answers."""
        return replace(card, person=self._all(card.id, card.person))

    def on_account(self, record: ErpRecord[CounterpartyFacts]) -> ErpRecord[CounterpartyFacts]:
        """Return the counterparty with its address."""
        region, address = self.accounts.get(record.key, ("", ""))
        versions = (
            Change(change.at, replace(change.value, region=region, address=address), change.by)
            for change in record.versions
        )
        return replace(record, versions=tuple(versions))

    def _all(self, id_: int, history: Iterable[Change[Person]]) -> tuple[Change[Person], ...]:
        line = (self.landlines[id_],) if id_ in self.landlines else ()
        return tuple(
            Change(
                change.at,
                replace(change.value, told=self.cards.get(id_, ()), phones=(*change.value.phones, *line)),
                change.by,
            )
            for change in history
        )


def tell(clients: Iterable[Client], seed: int) -> Told:
    """Let every customer answer some of what he is asked."""
    rng = random.Random(f"{seed}:told")
    told = Told()
    lines: set[int] = set()
    for client in clients:
        home = rng.choices((*PLACES, None), (30, 18, 12, 10, 8, 6, 4, 12))[0]
        if home is not None:
            _settle(rng, told, client, home, lines)
        _introduce(rng, told, client)
    return told


def _settle(rng: random.Random, told: Told, client: Client, home: Place, lines: set[int]) -> None:
    """Type where somebody lives: in the field for it, as an address, or only by his landline."""
    if rng.random() < 0.4:
        for card in _cards(client):
            _answer(told, card, "region", rng.choice(home.typed))
    moved = rng.choice(PLACES) if rng.random() < 0.1 else home
    if client.company_id is not None and rng.random() < 0.5:
        _answer(told, client.company_id, "address", _address(rng, moved))
    for account in client.accounts:
        if rng.random() < 0.6:
            told.accounts[account] = (_region_of_register(moved), _address(rng, moved))
    if client.cards and rng.random() < 0.25:
        while (number := rng.randrange(2_000_000, 3_000_000)) in lines:
            pass
        lines.add(number)
        text = str(number)
        told.landlines[client.cards[0]] = f"8 ({home.code}) {text[:3]}-{text[3:5]}-{text[5:]}"


def _introduce(rng: random.Random, told: Told, client: Client) -> None:
    if client.is_legal:
        if client.company_id is not None and rng.random() < 0.7:
            _answer(told, client.company_id, "industry", rng.choice(INDUSTRIES))
        return
    born = _ELDEST + timedelta(days=rng.randrange(_BIRTH_DAYS))
    answers = {
        "sex": rng.choice(SEXES),
        "birth_date": born.isoformat(),
        "family_status": rng.choice(FAMILY),
        "occupation": rng.choice(OCCUPATIONS),
    }
    for question, answer in answers.items():
        if rng.random() < 0.6:
            for card in client.cards[:1]:
                _answer(told, card, question, answer)


def _cards(client: Client) -> list[int]:
    return client.cards if client.company_id is None else [*client.cards, client.company_id]


def _answer(told: Told, card: int, question: str, answer: str) -> None:
    told.cards[card] = (*told.cards.get(card, ()), (question, answer))


def _region_of_register(place: Place) -> str:
    """Write a region as the register of addresses does: its kind behind its name."""
    if place.is_town:
        return f"{place.region} г"
    words = place.region.replace("область", "обл")
    if words.startswith("Республика "):
        return f"{words.removeprefix('Республика ')} Респ"
    return words


def _address(rng: random.Random, place: Place) -> str:
    region = "" if place.is_town else f"{_region_of_register(place)}, "
    street, house = rng.choice(STREETS), rng.randint(1, 90)
    return f"{place.post}, {region}г {place.town}, ул {street}, д {house}"
