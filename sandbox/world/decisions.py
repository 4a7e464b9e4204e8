"""What people decide about cards: a couple with one phone is two customers, a firm's two accounts are one."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from sandbox.company.charter import MOSCOW
from sandbox.company.company import CardName, ClientCards, IdentityDecision
from sandbox.world.cards import CrmBook
from sandbox.world.people import Client

_DECIDED_AT = (
    datetime(2026, 5, 20, 12, tzinfo=MOSCOW),
    datetime(2026, 6, 2, 15, tzinfo=MOSCOW),
    datetime(2026, 6, 3, 11, tzinfo=MOSCOW),
)
"""Before the first night, and between the nights: what is decided later restates the past."""
_Pair = tuple[CardName, CardName]


def who_is_who(book: CrmBook) -> tuple[ClientCards, ...]:
    """Return every customer with his cards and accounts."""
    return tuple(
        ClientCards(tuple(client.cards), client.company_id, tuple(client.accounts))
        for client in book.directory.clients
    )


def decide(book: CrmBook) -> tuple[IdentityDecision, ...]:
    """Return up to three decisions of each kind; one of them is a mistake."""
    apart = [*islice(_couples(book), 2), *islice(_cards_of_one(book), 1)]
    together = list(islice(_branches(book), 3))
    return (
        *(IdentityDecision(*pair, "different", at) for pair, at in zip(apart, _DECIDED_AT, strict=False)),
        *(IdentityDecision(*pair, "same", at) for pair, at in zip(together, _DECIDED_AT, strict=False)),
    )


def _couples(book: CrmBook) -> Iterator[_Pair]:
    """Yield contacts of two private persons with one phone."""
    known: dict[str, list[Client]] = defaultdict(list)
    for client in book.directory.clients:
        if not client.is_legal and _live(book, client):
            for other in known[client.phones[0]][:1]:
                yield _contact(_live(book, other)[0]), _contact(_live(book, client)[0])
            known[client.phones[0]].append(client)


def _cards_of_one(book: CrmBook) -> Iterator[_Pair]:
    """Yield two contacts of one person whom somebody takes for two people."""
    for client in book.directory.clients:
        cards = _live(book, client)
        if not client.is_legal and len(cards) > 1:
            yield _contact(cards[0]), _contact(cards[1])


def _branches(book: CrmBook) -> Iterator[_Pair]:
    """Yield two accounts of a firm, one for each branch."""
    for client in book.directory.clients:
        if len(client.accounts) > 1:
            first, second = client.accounts[:2]
            yield CardName("counterparty", first), CardName("counterparty", second)


def _live(book: CrmBook, client: Client) -> list[int]:
    return [id_ for id_ in client.cards if book.contacts[id_].presence[-1].value == "present"]


def _contact(id_: int) -> CardName:
    return CardName("contact", id_)
