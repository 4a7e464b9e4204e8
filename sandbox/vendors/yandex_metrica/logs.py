"""Metrica's logs of visits: a request is prepared, handed out in parts, and takes room until it is cleaned.

Unverified and decided here: a log holds what was true when it was ordered; who has no room left is refused
with 400; every request of the counter stays in the list with its status. Logs of hits are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from sandbox.vendors.yandex_metrica.counter import COUNTER
from sandbox.vendors.yandex_metrica.errors import Refused, invalid
from sandbox.vendors.yandex_metrica.fields import ATTRIBUTIONS, cell, column, day_text
from sandbox.vendors.yandex_metrica.reporting import read_date
from sandbox.wire.exchange import Ask, Reply, encode_json
from sandbox.world.site import Visit

Row = dict[str, Any]
KNOWN = {"date1", "date2", "source", "fields", "attribution"}
LONGEST_DAYS, LONGEST_FIELDS = 366, 3000
TAKING = ("created", "awaiting_retry", "processed")
"""In which states a log takes room."""
FIRST = 7777001
_ROOT = f"/management/v1/counter/{COUNTER}/logrequest"
_ONE = re.compile(rf"{_ROOT}/(?P<id>\d{{1,18}})(?P<act>/clean|/cancel|/part/(?P<part>\d{{1,9}})/download)?")
_NOT_READY = "Only log of requests in status 'processed' can be downloaded"


class LogTerms(Protocol):
    """How a log is prepared: polls until it is ready, lines in a part, bytes of room for prepared logs."""

    log_polls: int
    log_part_rows: int
    log_bytes: int


@dataclass
class LogRequest:
    """One request; `lines` are its rows without the header."""

    id: int
    source: str
    since: date
    until: date
    fields: tuple[str, ...]
    attribution: str
    lines: list[str]
    status: str = "created"
    polls: int = 0
    part_rows: int = 1000
    parts: list[list[str]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes of its rows."""
        return sum(len(line.encode()) + 1 for line in self.lines)

    def shown(self) -> Row:
        """Give it as the API does."""
        parts = [
            {"part_number": number, "size": sum(len(line.encode()) + 1 for line in lines)}
            for number, lines in enumerate(self.parts)
        ]
        return {
            "request_id": self.id,
            "counter_id": COUNTER,
            "source": self.source,
            "date1": self.since.isoformat(),
            "date2": self.until.isoformat(),
            "fields": list(self.fields),
            "status": self.status,
            "size": self.size if self.status == "processed" else 0,
            **({"parts": parts} if self.status == "processed" else {}),
            "attribution": self.attribution,
        }


class LogDesk:
    """All requests of the counter; `visits` gives what is known now for a request, day faults included."""

    def __init__(
        self, visits: Callable[[Ask], list[Visit]], today: Callable[[], date], terms: LogTerms
    ) -> None:
        """Open with nothing ordered."""
        self._visits, self._today, self._terms = visits, today, terms
        self._requests: dict[int, LogRequest] = {}

    def clear(self) -> None:
        """Forget every request."""
        self._requests.clear()

    def answer(self, ask: Ask, asked: Mapping[str, str]) -> Reply:
        """Answer a request below the counter."""
        if ask.path == f"{_ROOT}s":
            _allow(ask, "GET", "POST")
            if ask.method == "POST":
                return _json({"log_request": self._create(ask, asked).shown()})
            return _json({"requests": [one.shown() for one in self._requests.values()]})
        if ask.path == f"{_ROOT}s/evaluate":
            _allow(ask, "GET")
            return _json({"log_request_evaluation": self._evaluate(ask, asked)})
        found = _ONE.fullmatch(ask.path)
        request = self._requests.get(int(found["id"])) if found else None
        if found is None or request is None:
            raise Refused(404, "not_found", "Entity not found")
        _allow(ask, "POST" if found["act"] in ("/clean", "/cancel") else "GET")
        if found["part"]:
            return self._part(ask, request, int(found["part"]))
        if found["act"]:
            return _json({"log_request": self._ended(request, found["act"].strip("/"))})
        self._go_on(ask, request)
        return _json({"log_request": request.shown()})

    def _create(self, ask: Ask, asked: Mapping[str, str]) -> LogRequest:
        request = self._ordered(ask, asked)
        if request.size > self._room():
            raise invalid("Log request can not be created: there is no room left for prepared logs")
        self._requests[request.id] = request
        return request

    def _evaluate(self, ask: Ask, asked: Mapping[str, str]) -> Row:
        request, room = self._ordered(ask, asked), self._room()
        days = (request.until - request.since).days + 1
        per_day = max(request.size // days, 1)
        return {
            "possible": request.size <= room,
            "max_possible_day_quantity": min(room // per_day, LONGEST_DAYS),
            "log_request_sum_max_size": self._terms.log_bytes,
            "log_request_sum_size": self._terms.log_bytes - room,
        }

    def _room(self) -> int:
        taken = sum(one.size for one in self._requests.values() if one.status in TAKING)
        return self._terms.log_bytes - taken

    def _ordered(self, ask: Ask, asked: Mapping[str, str]) -> LogRequest:
        if unknown := sorted(set(asked) - KNOWN):
            raise invalid(f"Unknown parameter '{unknown[0]}'")
        if asked.get("source") != "visits":
            raise invalid("Wrong parameter: 'source'")
        since, until = (read_date(asked.get(name, "")) for name in ("date1", "date2"))
        if since > until or until >= self._today():
            raise invalid("Wrong period: it must end before the current day")
        if (until - since).days >= LONGEST_DAYS:
            raise invalid("Wrong period: it must not be longer than a year")
        text = asked.get("fields", "")
        if not text or len(text) > LONGEST_FIELDS:
            raise invalid("Wrong parameter: 'fields'")
        names = tuple(text.split(","))
        columns = [column(name) for name in names]
        if len(set(names)) < len(names):
            raise invalid("Wrong parameter: 'fields', a field is named twice")
        attribution = asked.get("attribution", "LASTSIGN")
        if attribution.lower() not in ATTRIBUTIONS:
            raise invalid("Wrong parameter: 'attribution'")
        days = (since.isoformat(), until.isoformat())
        lines = [
            "\t".join(cell(of(visit)) for of in columns)
            for visit in self._visits(ask)
            if days[0] <= day_text(visit.at) <= days[1]
        ]
        number = FIRST + len(self._requests)
        return LogRequest(
            number, "visits", since, until, names, attribution, lines, part_rows=self._terms.log_part_rows
        )

    def _go_on(self, ask: Ask, request: LogRequest) -> None:
        if request.status not in ("created", "awaiting_retry"):
            return
        request.polls += 1
        if ask.fault("log_never_ready"):
            return
        if failing := ask.fault("log_fails"):
            failing.spend()
            request.status = "processing_failed"
            return
        if waiting := ask.fault("log_waits_again"):
            waiting.spend()
            request.status = "awaiting_retry"
            return
        if request.polls >= self._terms.log_polls:
            rows = request.part_rows
            cuts = [request.lines[start : start + rows] for start in range(0, len(request.lines), rows)]
            request.status, request.parts = "processed", cuts or [[]]

    def _part(self, ask: Ask, request: LogRequest, number: int) -> Reply:
        if request.status != "processed":
            raise Refused(400, "invalid_parameter", _NOT_READY)
        if number >= len(request.parts):
            raise Refused(400, "invalid_parameter", "Incorrect part number")
        text = "".join(f"{line}\n" for line in ("\t".join(request.fields), *request.parts[number]))
        if cut := ask.fault("cut_part"):
            cut.spend()
            text = text[: len(text) * 2 // 3]
        return Reply(200, text.encode(), "text/tab-separated-values; charset=utf-8")

    def _ended(self, request: LogRequest, act: str) -> Row:
        if act == "cancel":
            if request.status not in ("created", "awaiting_retry"):
                raise Refused(400, "invalid_parameter", "Only created requests can be cancelled")
            request.status = "canceled"
        else:
            if request.status not in ("processed", "processing_failed"):
                raise Refused(400, "invalid_parameter", "Only processed requests can be cleaned")
            request.status, request.parts = "cleaned_by_user", []
        return request.shown()


def _allow(ask: Ask, *methods: str) -> None:
    if ask.method not in methods:
        raise Refused(405, "invalid_parameter", f"Only {', '.join(methods)} is allowed")


def _json(content: Row) -> Reply:
    return Reply(200, encode_json(content), "application/json; charset=utf-8")
