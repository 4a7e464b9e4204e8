"""1C:Enterprise by its standard OData interface: УТ 11, КА 2, ERP 2 (orders, sales, payments, catalogs).

Quirks, each with a test in tests/faults/
- Nothing says when a row changed, and `Date` of a document is edited backwards. So catalogs are read
  whole, and of documents the keys with `DataVersion` are listed each time: what differs is fetched, what
  vanished is deleted. `DataVersion` changes on every write and has no order: it is compared for equality
  only.
- A document may be unposted or marked for deletion and stays with its sums; a marked one is removed for
  good later.
- There is no link to the next page: `$skip` goes on until a page is shorter than `$top`. Rows move under
  `$skip` while pages are turned, so a list is read again until it holds every key of the list before it.
- `$orderby=Ref_Key` sorts by what people see, not by the key, and keys cannot be compared (`gt` answers
  500).
- A page too large for the base's memory answers 500 or never: pages shrink to a quarter, then grow again.
- Every call opens a session and may hold a licence: one request at a time for a base, whatever the
  processes.
- Login and password are often Cyrillic: HTTP Basic in UTF-8.
- An object that an administrator did not add to the OData composition answers 404, as does a key that is
  gone: codes 8 and 9 of `odata.error` tell them apart. `$metadata` is read first, and what is missing is
  named.
- An update of the configuration renames fields: a field the models need and the base lacks is a warning.
- Without `allowedOnly=true` one row hidden by record-level rights fails the whole request (code 20); with
  it, hidden rows are left out in silence.
- Refusals come as `odata.error` JSON or XML, as nested `exception` JSON with a `descr` that may be
  base64, and as a page of the web server. The login page of a proxy comes with status 200.
- Numbers stand exactly in the text of the answer; Int64 (`LineNumber`) are strings; an empty reference is
  the zero GUID, an empty date 0001-01-01T00:00:00, an empty composite reference "" of type
  StandardODATA.Undefined.
- Dates carry no zone: they are wall-clock times of the base (`timezone`).
- A register that documents write into is neither paged nor sorted, and all of it is loaded unless it is
  filtered by `RecordSet/any(…Period…)`: it is read by days, in halves where that is too much. Closing a month
  writes its cost anew. Where one kind of document writes, its key is `Recorder_Key`.
- Registers of cost are often not published: such streams are optional.
- IIS cuts a query at 2048 characters: as many keys go into a filter as fit.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr

from connectors.kit.auth import BasicUtf8
from connectors.kit.connector import Connector
from connectors.kit.errors import NotOffered, UnexpectedReply
from connectors.kit.http import Call, Judgement, Pairs, Reply, Transport, judge_by_status
from connectors.kit.rate import RateBudget
from connectors.kit.settings import Settings, ZoneName
from connectors.kit.stream import Kind, Page, Probe, Reading, Stream
from connectors.vendors.onec.complaints import NO_RIGHT, is_web_page, read_complaint
from connectors.vendors.onec.metadata import NotMetadata, Published, read_metadata
from connectors.vendors.onec.objects import OBJECTS, KnownObject
from connectors.vendors.onec.registers import RecordSets
from connectors.vendors.onec.sweep import Sweep
from connectors.vendors.onec.wire import ObjectWire
from texts import marked, say, translated


class OneCSettings(Settings):
    """Where the base is published, who reads it, and how gently."""

    base_url: str = Field(
        pattern=r"^https?://[^?#\s]+/odata/standard\.odata/?$",
        description=marked("address of OData, such as https://erp.example.ru/ut/odata/standard.odata"),
    )
    user: str = Field(min_length=1, description=marked("infobase user, best one that may only read"))
    password: SecretStr = Field(description=marked("password of this user"))
    timezone: ZoneName = Field(
        "Europe/Moscow", description="the zone of the base's clock: its dates carry none"
    )
    allowed_only: bool = Field(False, description="leave out rows hidden by record-level rights")
    documents_from: date | None = Field(None, description="leave out documents dated before this day")
    rates_from: date | None = Field(None, description="leave out exchange rates of days before this one")
    cost_months: int = Field(
        2, ge=1, le=36, description="months of the cost register read again each time, this one included"
    )
    page_size: int = Field(100, ge=1, le=5000, description="whole objects in a page, while the base bears it")
    listing_size: int = Field(1000, ge=10, le=50000, description="keys with versions in a page")
    chunk: int = Field(20, ge=1, le=100, description="keys in a filter, as far as the query's length allows")
    listings: int = Field(4, ge=2, le=20, description="how often a list is read until it holds still")
    proofs: int = Field(
        50, ge=1, le=1000, description="vanished documents asked for one by one before deleting"
    )
    read_timeout: float = Field(300, gt=0, description="seconds to wait for an answer")


class OneC(Connector[OneCSettings]):
    """One infobase."""

    name = "onec"
    settings_type = OneCSettings
    streams = tuple(known.as_stream for known in OBJECTS)
    budget = RateBudget(one_at_a_time=True)

    def __init__(self, settings: OneCSettings) -> None:
        super().__init__(settings)
        self.timeout = (10.0, settings.read_timeout)
        self._published: Published | None = None
        self._reading_metadata = threading.Lock()

    def base_url(self) -> str:
        """The address of the OData interface."""
        return self.settings.base_url.rstrip("/")

    def auth(self) -> BasicUtf8:
        """HTTP Basic."""
        return BasicUtf8(self.settings.user, self.settings.password)

    def judge(self, reply: Reply) -> Judgement:
        """A page for people is never data; what is missing, forbidden or moved elsewhere is a refusal."""
        if reply.status == 200 and is_web_page(reply.body):
            return Judgement.DENIED
        if reply.status == 200 and reply.body.lstrip()[:1] == b"<":
            if b"Edmx" not in reply.body[:1000]:
                return Judgement.BROKEN
            return Judgement.OK if reply.body.rstrip().endswith(b"Edmx>") else Judgement.RETRY
        if reply.status in (301, 302, 303, 307, 308, 404):
            return Judgement.DENIED
        if reply.status in (400, 405, 501):
            return Judgement.BROKEN
        if reply.status >= 500 and read_complaint(reply.body).code == NO_RIGHT:
            return Judgement.DENIED
        return judge_by_status(reply)

    def explain(self, reply: Reply) -> tuple[str, str]:
        """What the base said in any of its bodies, and what to do about it."""
        if reply.status == 200 and b"Edmx" in reply.body[:1000]:
            return say("$metadata that ends in the middle"), say(
                "run again; if it stays, look for a proxy that cuts answers."
            )
        if reply.status == 200:
            return say("not data but another kind of page"), _ANOTHER_PAGE
        complaint = read_complaint(reply.body)
        if complaint.code == NO_RIGHT:
            return complaint.text, _NO_RIGHT
        if reply.status == 404 and is_web_page(reply.body):
            return complaint.text, _ANOTHER_PAGE
        return complaint.text, _FIXES.get(reply.status, _OVERLOADED)

    def probe(self, stream: Stream, transport: Transport) -> Probe:
        """Whether the object is published, and which of the fields that the models need it lacks."""
        known = _object_of(stream)
        published = self._metadata(transport)
        if known.entity_set not in published.fields:
            raise _unpublished(known.entity_set, published)
        if unusable := published.missing(known.entity_set, known.needs):
            raise UnexpectedReply(
                say(
                    "{entity_set} has no {unusable} in $metadata",
                    entity_set=known.entity_set,
                    unusable=" and no ".join(unusable),
                ),
                fix=say(
                    "check that base_url leads to a 1C base; without these fields the object cannot be read."
                ),
            )
        lacking = published.missing(known.entity_set, known.fields.split())
        warnings = (
            (
                say(
                    "{entity_set} lacks {lacking} in this base",
                    entity_set=known.entity_set,
                    lacking=", ".join(lacking),
                ),
            )
            if lacking
            else ()
        )
        return Probe(f"dates in {self.settings.timezone}", warnings)

    def zone(self) -> ZoneInfo:
        """Of the base's clock."""
        return ZoneInfo(self.settings.timezone)

    def restated_from(
        self, stream: Stream, today: date, settled_at: datetime | None, transport: Transport
    ) -> date:
        """Closing a month writes its cost anew."""
        months = today.year * 12 + today.month - self.settings.cost_months
        return date(months // 12, months % 12 + 1, 1)

    def read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        """Everything that is new, changed or gone; of a register, what was written on the days."""
        if reading.days is not None:
            stream = replace(reading.stream, key=(self._recorder(reading.stream, transport),))
            yield from RecordSets(self, stream, transport, self._extra).pages(reading.days)
            return
        sweeps = reading.stream.kind is Kind.SWEEP
        sweep = Sweep(
            reading.stream.path.removeprefix("/"),
            self._wire(reading.stream, transport),
            landed=reading.landed,
            listings=self.settings.listings,
            proofs=self.settings.proofs if sweeps else None,
            windowed=sweeps and self.settings.documents_from is not None,
        )
        yield from sweep.pages()

    def _wire(self, stream: Stream, transport: Transport) -> ObjectWire:
        is_large = stream.version_field is not None
        return ObjectWire(
            self,
            stream,
            transport,
            page_size=self.settings.page_size if is_large else self.settings.listing_size,
            listing_size=self.settings.listing_size,
            chunk=self.settings.chunk,
            extra=self._extra,
            window=self._window(stream),
        )

    def _window(self, stream: Stream) -> str:
        """The condition that leaves old rows out."""
        if stream.kind is Kind.SWEEP and self.settings.documents_from is not None:
            return f"Date ge datetime'{self.settings.documents_from}T00:00:00'"
        if stream.key[0] == "Period" and self.settings.rates_from is not None:
            return f"Period ge datetime'{self.settings.rates_from}T00:00:00'"
        return ""

    @property
    def _extra(self) -> Pairs:
        return (("allowedOnly", "true"),) if self.settings.allowed_only else ()

    def _recorder(self, stream: Stream, transport: Transport) -> str:
        """How a register names the document: where only one kind may write, by a plain reference."""
        fields = self._metadata(transport).fields[_object_of(stream).entity_set]
        return "Recorder" if "Recorder" in fields else "Recorder_Key"

    def _metadata(self, transport: Transport) -> Published:
        """What the base publishes: megabytes, so asked for once."""
        with self._reading_metadata:
            if self._published is None:
                self._published = self.fetch(Call("/$metadata"), transport, _published)
            if self._published is None:
                raise UnexpectedReply(say("$metadata is empty"), fix=_ANOTHER_PAGE)
            return self._published


def _object_of(stream: Stream) -> KnownObject:
    return next(known for known in OBJECTS if known.stream == stream.name)


def _published(reply: Reply) -> Published:
    try:
        return read_metadata(reply.body, [known.entity_set for known in OBJECTS])
    except NotMetadata as error:
        raise UnexpectedReply(say("$metadata is not EDMX: {error}", error=error), fix=_ANOTHER_PAGE) from None


def _unpublished(entity_set: str, published: Published) -> NotOffered:
    accounting = "Document_ПоступлениеНаРасчетныйСчет" in published.others
    hint = " " + say("This looks like Бухгалтерия, whose documents are not read.") if accounting else ""
    return NotOffered(
        say("{entity_set} is not published by the base", entity_set=entity_set),
        fix=translated(_PUBLISH) + hint,
    )


_PUBLISH = marked(
    "ask the 1C administrator to add the object to the composition of the standard OData interface "
    "(«Настройка стандартного интерфейса OData»), and to give the user the right to read it."
)
_ANOTHER_PAGE = marked(
    "open base_url in a browser from this machine: a proxy or its login page answers in place of 1C, "
    "or the address is not the one under which the base is published."
)
_NO_RIGHT = marked(
    "give the user's role the right to read the object; if rows are hidden by record-level rights, "
    "set allowed_only to true and know that they will be missing."
)
_OVERLOADED = marked(
    "run again later; if it stays, see the technological journal of 1C, free memory and disk on its server, "
    "or lower page_size."
)
_FIXES = {
    400: marked(
        "the query is not understood: check the platform version of the base and tell the maintainers."
    ),
    401: marked(
        "check `user` and `password`; in 1C the user needs authentication by 1C:Enterprise switched on."
    ),
    403: _NO_RIGHT,
    404: _PUBLISH,
    405: _ANOTHER_PAGE,
    501: _ANOTHER_PAGE,
} | dict.fromkeys((301, 302, 303, 307, 308), _ANOTHER_PAGE)
