"""Which documents are gone: those in the recycle bin, and by the audit those that are not even there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import msgspec

from connectors.kit.cursor import Window
from connectors.kit.errors import AccessDenied, FilterIgnored
from connectors.kit.http import Call
from connectors.kit.stream import Page, Payload, Stream, deletes
from connectors.vendors.moysklad.paging import Offsets
from texts import say

_AUDIT = Stream("audit", "/audit", "rows", paging=Offsets((100,)))
_EVENTS = Stream("audit_events", "/audit", "rows", key=("moment",), paging=Offsets((100,)))
_LOOKS_BACK = timedelta(days=60)  # in the audit, which costs a call for every deletion
_MARGIN = timedelta(seconds=1)
_DELETED, _RESTORED = "delete", "restorefromrecyclebin"
_OF_MANY = "bulkoperation"  # what was done to many at once: each event says what
_IDS_IN_A_FILTER = 50  # of 8 KB that a URL may have

Pages = Callable[[Stream, Call], Iterator[Page]]
Spell = Callable[..., str]


class _InBin(msgspec.Struct):
    deleted: str = ""


class _Context(msgspec.Struct):
    id: str


class _Meta(msgspec.Struct):
    href: str = ""
    type: str = ""


class _Entity(msgspec.Struct):
    meta: _Meta = msgspec.field(default_factory=_Meta)


class _Event(msgspec.Struct):
    eventType: str = ""
    moment: str = ""
    entity: _Entity = msgspec.field(default_factory=_Entity)


@dataclass(frozen=True, slots=True)
class Deletions:
    """What became of documents of one kind in one window.

    `pages`: asks for all pages of a call; `spell`: writes an instant as a filter takes it.
    """

    stream: Stream
    kind: str
    window: Window
    pages: Pages
    spell: Spell

    def in_bin(self) -> Iterator[Page]:
        """What was thrown away, with the moment of that. FilterIgnored where a living document comes."""
        asked = (f"deleted>={self.spell(self.window.start - _MARGIN)}", "isDeleted=true")
        call = self.stream.call(("filter", ";".join(asked)), ("order", "deleted,asc;id,asc"))
        for page in self.pages(self.stream, call):
            for payload in page.payloads or ():
                if not msgspec.json.decode(payload, type=_InBin).deleted:
                    raise _not_heeded(self.stream)
            yield page

    def by_audit(self) -> Iterator[Page]:
        """Tombstones of what was deleted past the bin, and what was taken out of it again.

        Of a long window (a stream that is read from its beginning again) the last two months.
        """
        newest: dict[str, _Event] = {}
        for event in self._events():
            key = event.entity.meta.href.partition("?")[0].rpartition("/")[2]
            if event.entity.meta.type != self.kind or event.eventType not in (_DELETED, _RESTORED):
                continue
            if key and (key not in newest or newest[key].moment <= event.moment):
                newest[key] = event
        gone = [key for key, event in newest.items() if event.eventType == _DELETED]
        if gone:
            yield deletes(gone)
        yield from self._restored([key for key, event in newest.items() if event.eventType != _DELETED])

    def _events(self) -> Iterator[_Event]:
        since = max(self.window.start, self.window.end - _LOOKS_BACK)
        asked = (
            f"entityType={self.kind}",
            *(f"eventType={kind}" for kind in (_DELETED, _RESTORED, _OF_MANY)),
            f"moment>={self.spell(since - _MARGIN)}",
        )
        for page in self.pages(_AUDIT, _AUDIT.call(("filter", ";".join(asked)))):
            for payload in page.payloads or ():
                context = msgspec.json.decode(payload, type=_Context).id
                call = Call(f"/audit/{context}/events")
                for events in self.pages(_EVENTS, _EVENTS.paging.first(call)):
                    for event in events.payloads or ():
                        yield msgspec.json.decode(event, type=_Event)

    def _restored(self, keys: list[str]) -> Iterator[Page]:
        """Documents by their ids; one that is in the bin again does not come."""
        for start in range(0, len(keys), _IDS_IN_A_FILTER):
            ids = ";".join(f"id={key}" for key in keys[start : start + _IDS_IN_A_FILTER])
            call = self.stream.call(("filter", ids), ("order", "id,asc"))
            yield from map(alive, self.pages(self.stream, call))


def alive(page: Page) -> Page:
    """A page of documents that are not in the bin: the moment of an earlier deletion is left out of them.

    Whether one that was taken out of the bin keeps it, the documentation does not say.
    """
    payloads = [_never_deleted(payload) for payload in page.payloads or ()]
    return replace(page, payloads=payloads)


def _never_deleted(payload: Payload) -> Payload:
    if b'"deleted"' not in bytes(payload):
        return payload
    fields = msgspec.json.decode(payload, type=dict[str, msgspec.Raw])
    fields.pop("deleted", None)
    return msgspec.json.encode(fields)


def no_audit(error: AccessDenied) -> Page:
    """The warning that deletions past the bin stay unseen."""
    return Page.note(
        warning=say(
            "the audit cannot be read ({what}): documents that are deleted past the recycle bin stay; give "
            "the user the right to see the audit, or set `audit` to false",
            what=error.what,
        )
    )


def _not_heeded(stream: Stream) -> FilterIgnored:
    return FilterIgnored(
        say("{path} was asked for what is in the recycle bin and gave other documents", path=stream.path),
        fix=say("look for a proxy that changes the query; if there is none, tell the maintainers."),
    )
