"""Holding an answer of Direct against what was asked: the client, the campaigns of changes and of reports."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec

from connectors.kit.errors import UnexpectedReply
from connectors.kit.http import Reply
from connectors.kit.stream import Page
from texts import marked, say

_MOST_NAMED = 5
_TOKEN = marked("see whose token it is, and correct `client_login`.")


class Client(msgspec.Struct):
    """An advertiser, as the service of clients names it."""

    Currency: str
    Login: str = ""


class _Clients(msgspec.Struct):
    Clients: list[Client]


class _ClientsReply(msgspec.Struct):
    result: _Clients


class _Border(msgspec.Struct):
    CampaignId: int
    BorderDate: date


class _Modified(msgspec.Struct):
    CampaignsStat: list[_Border] = []


class _Result(msgspec.Struct):
    Modified: _Modified


class Changes(msgspec.Struct):
    """What changed of the campaigns that were asked for."""

    result: _Result


def read_clients(reply: Reply) -> list[Client]:
    """The advertisers in an answer."""
    return msgspec.json.decode(reply.body, type=_ClientsReply).result.Clients


def read_check(reply: Reply) -> Changes:
    """The changes in an answer."""
    return msgspec.json.decode(reply.body, type=Changes)


def currency_of(clients: Sequence[Client], login: str | None) -> str:
    """The currency of the money in reports. UnexpectedReply if another client than `login` answers."""
    if login and _plain(login) not in {_plain(client.Login) for client in clients}:
        raise UnexpectedReply(
            say(
                "Direct was asked for the client {login} and answers for another one: {found}",
                login=login,
                found=", ".join(client.Login for client in clients[:_MOST_NAMED]) or "-",
            ),
            fix=_TOKEN,
        )
    return ", ".join(sorted({client.Currency for client in clients})) or "unknown"


def borders_of(check: Changes | None, ids: Collection[int]) -> list[date]:
    """The days from which on figures changed. UnexpectedReply if campaigns came that were not asked for."""
    borders = check.result.Modified.CampaignsStat if check else []
    if not {each.CampaignId for each in borders} <= set(ids):
        raise UnexpectedReply(
            say("Direct was asked for changes of some campaigns and named other ones"), fix=_TOKEN
        )
    return [each.BorderDate for each in borders]


@dataclass
class Strange:
    """Campaigns of a report that the list of campaigns does not have. `rows`: of them, in the report."""

    rows: int = 0
    named: list[str] = field(default_factory=list)

    def look_at(self, campaigns: Sequence[str], known: Collection[str]) -> None:
        """Note what is not known."""
        strange = [campaign for campaign in campaigns if campaign not in known]
        self.rows += len(strange)
        room = _MOST_NAMED - len(self.named)
        self.named += [one for one in dict.fromkeys(strange) if one not in self.named][:room]

    def told(self) -> Iterator[Page]:
        """A note that names some of them; nothing if there are none."""
        if self.rows:
            yield Page.note(
                warning=say(
                    "{count} rows of the report are of campaigns that the list of campaigns does not have: "
                    "{named}; their costs are counted",
                    count=self.rows,
                    named=", ".join(self.named),
                )
            )


def _plain(login: str) -> str:
    """A login as Yandex compares it: a dot is a hyphen, and case does not matter."""
    return login.strip().lower().replace(".", "-")
