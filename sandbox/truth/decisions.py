"""Truth about what people decide of cards: which are one customer, which are two, and who goes with whom."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sandbox.company.company import CardName, Company
from sandbox.truth.names import Names

Pair = tuple[str, str]
Holders = Sequence[str]
"""The cards that have one thing in common."""
MOST_STEPS = 8


def read_decisions(company: Company, at: datetime, names: Names, live: Iterable[str]) -> dict[Pair, str]:
    """Return {(smaller key, greater key): same or different} of what was typed by `at` about living cards."""
    known, found = set(live), defaultdict[Pair, set[str]](set)
    for one in company.decisions:
        keys = sorted((key_of_card(one.card, names), key_of_card(one.other, names)))
        if one.published_at <= at and known.issuperset(keys):
            found[keys[0], keys[1]].add(one.decision)
    return {pair: words.pop() for pair, words in found.items() if len(words) == 1}


def key_of_card(card: CardName, names: Names) -> str:
    """Return the key of a card; of one that two CRMs show, that of the first."""
    if card.entity == "counterparty":
        return names.account(str(card.id))
    crm, entity, id_ = names.place(card.entity, int(card.id))
    return names.card(crm, entity, id_)


def parted(holders: Sequence[Holders], decisions: Mapping[Pair, str]) -> Iterator[Holders]:
    """Yield the cards that a thing still ties: all of its holders, or those of each side apart."""
    apart = [pair for pair, word in decisions.items() if word == "different"]
    sides = _sides(holders, decisions, {key for pair in apart for key in pair})
    for cards in holders:
        seen = {named for card in cards for named in sides.get(card, ())}
        if any(seen.issuperset(pair) for pair in apart):
            by_side = defaultdict[frozenset[str], list[str]](list)
            for card in cards:
                by_side[sides.get(card, frozenset())].append(card)
            yield from by_side.values()
        else:
            yield cards


def _sides(
    holders: Sequence[Holders], decisions: Mapping[Pair, str], named: set[str]
) -> dict[str, frozenset[str]]:
    """Return for each card within reach the named cards that are nearest to it."""
    near, same = _beside(holders), _beside([pair for pair, word in decisions.items() if word == "same"])
    nearest = dict[str, tuple[int, frozenset[str]]]()
    for start in named:
        for card, steps in _steps(start, near, same, named).items():
            best, sides = nearest.get(card, (steps, frozenset[str]()))
            if steps <= best:
                nearest[card] = steps, frozenset({start}) | (sides if steps == best else frozenset())
    return {card: sides for card, (_, sides) in nearest.items()}


def _beside(holders: Iterable[Holders]) -> Mapping[str, set[str]]:
    neighbours = defaultdict[str, set[str]](set)
    for cards in holders:
        for card in cards:
            neighbours[card].update(cards)
    return neighbours


def _steps(
    start: str, near: Mapping[str, set[str]], same: Mapping[str, set[str]], named: set[str]
) -> dict[str, int]:
    """Return how far cards are from a named one, on ways that pass no other named one."""
    reached, edge = dict[str, int](), {start}
    for step in range(MOST_STEPS + 1):
        while edge:
            reached.update(dict.fromkeys(edge, step))
            edge = {other for card in edge for other in same.get(card, ())} - reached.keys() - named
        last = [card for card, steps in reached.items() if steps == step]
        edge = {other for card in last for other in near.get(card, ())} - reached.keys() - named
    return reached
