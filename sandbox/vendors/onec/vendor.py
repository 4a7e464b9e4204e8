"""The 1C OData server: login, published sets, `$metadata`, collections, single objects and errors."""

from __future__ import annotations

import base64
import binascii
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from sandbox.vendors.onec import odata_xml
from sandbox.vendors.onec.odata_expand import expand, expanded_names
from sandbox.vendors.onec.odata_filter import Entity, Refused
from sandbox.vendors.onec.odata_paths import Path, is_keyed, read_path, target_of
from sandbox.vendors.onec.odata_query import Options, chosen, ordered, selected
from sandbox.vendors.onec.records import OneCTables, data_version
from sandbox.vendors.onec.registers import OneCLimits, check_memory, flatten, slice_last
from sandbox.vendors.onec.schema import ENTITY_SETS, RECORD_TYPE, EntitySet
from sandbox.wire.exchange import Ask, Reply, encode_json
from sandbox.wire.faults import Fault
from sandbox.wire.list_faults import spoil

JSON = "application/json;charset=utf-8"
XML = "application/xml;charset=utf-8"
ATOM = "application/atom+xml;type=feed;charset=utf-8"
SERVICE = "application/xml;charset=utf-8"
NO_RIGHT = "Недостаточно прав для чтения данных. Операция не разрешена в режиме ограничения на уровне записей"


class OneC:
    """One base. `tables` gives what it holds (one object while the clock stands); one user may read it."""

    def __init__(self, tables: Callable[[], OneCTables], *, user: str, password: str) -> None:
        """Publish the base to one user."""
        self.limits = OneCLimits()
        self._source, self._login = tables, (user, password)
        self._shown: OneCTables | None = None
        self._moved: dict[tuple[str, str], int] = {}
        self._names: dict[str, Any] = {}
        self._chance = random.Random(0)

    def recover(self) -> None:
        """Forget rows that moved."""
        self._moved.clear()
        self._shown = None

    def answer(self, ask: Ask) -> Reply:
        """Answer one request."""
        if not self._knows(ask.headers.get("authorization", "")):
            denied = (("WWW-Authenticate", 'Basic realm="1C:Enterprise 8.3"'),)
            return Reply(401, "Неавторизованный доступ".encode(), "text/plain;charset=utf-8", denied)
        options = Options.read(ask.query)
        as_json = options.wants_json(ask.headers.get("accept", ""))
        try:
            if ask.method != "GET":
                raise Refused(405, "Метод не поддерживается")
            return self._route(ask, ask.path.strip("/"), options, as_json)
        except Refused as refusal:
            return problem(refusal.status, str(refusal), as_json=as_json)

    def _knows(self, header: str) -> bool:
        scheme, _, coded = header.partition(" ")
        try:
            name, _, password = base64.b64decode(coded).decode("utf-8").partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return False
        return scheme == "Basic" and (name, password) == self._login

    def _route(self, ask: Ask, path: str, options: Options, as_json: bool) -> Reply:
        published = _published(ask)
        if path == "$metadata":
            return Reply(200, odata_xml.metadata(published.values()).encode(), XML)
        if not path:
            return _service(ask, published, as_json)
        read = read_path(path)
        entity_set = _set_named(read.name, published)
        if read.slice_of is not None:
            newest = slice_last(self._rows(entity_set), read.slice_of, entity_set)
            found = ordered(chosen(newest, options, entity_set), options, entity_set, self._presented)
            return self._sent(
                ask, entity_set, self._shown_as(found, options, entity_set, published), {}, as_json
            )
        if read.is_count:
            rows = self._visible(ask, self._arranged(ask, entity_set, options), options)
            return Reply(200, str(len(rows)).encode(), "text/plain;charset=utf-8")
        if read.key is not None:
            return self._object(ask, entity_set, read, options, as_json)
        return self._collection(ask, entity_set, options, as_json)

    def _presented(self, target: str | None, key: str) -> Any:
        return self._names.get(key, ())

    def _shown_as(
        self, rows: list[Entity], options: Options, entity_set: EntitySet, published: dict[str, EntitySet]
    ) -> list[Entity]:
        """Give rows with expanded objects, cut down to what was selected."""
        whole = expand(rows, options, entity_set, published, self._of_key)
        names = expanded_names(options)
        cut = selected(whole, options, entity_set, names)
        return [
            {**short, **{name: row[name] for name in names}} for short, row in zip(cut, whole, strict=True)
        ]

    def _of_key(self, entity_set: EntitySet, key: str) -> Entity | None:
        """Give an object by its key, None for the empty reference and for one to something deleted."""
        return next((row for row in self._rows(entity_set) if row["Ref_Key"] == key), None)

    def _rows(self, entity_set: EntitySet) -> list[Entity]:
        tables = self._source()
        if tables is not self._shown:
            self._shown = tables
            self._names = {
                row["Ref_Key"]: tuple(row[part] for part in ENTITY_SETS[name].presentation)
                for name, rows in tables.rows.items()
                for row in rows
                if "Ref_Key" in row
            }
        if entity_set.name in tables.rows:
            return tables.rows[entity_set.name]
        return self._lines(tables, entity_set.name)

    def _lines(self, tables: OneCTables, name: str) -> list[Entity]:
        owner, _, part = name.rpartition("_")
        rows = tables.rows[owner]
        return flatten(rows) if part == RECORD_TYPE else [line for row in rows for line in row[part]]

    def _collection(self, ask: Ask, entity_set: EntitySet, options: Options, as_json: bool) -> Reply:
        top, skip = options.whole("$top"), options.whole("$skip") or 0
        asked = options.values.get("$filter", "")
        if skip and (moving := ask.fault("rows_move")):
            self._move_first(ask, entity_set, options)
            moving.spend()
        rows = self._visible(ask, self._arranged(ask, entity_set, options), options)
        check_memory(ask, entity_set, asked, len(rows) if entity_set.is_record_set else top, self.limits)
        if again := ask.fault("repeat_page"):
            again.spend()
            skip = 0
        page = rows[skip:] if top is None else rows[skip : skip + top]
        page = _cut(self._shown_as(page, options, entity_set, _published(ask)), ask, entity_set)
        page = spoil(page, ask.faults, key=entity_set.key[0], field="СуммаДокумента")
        counted = {"odata.count": str(len(rows))} if options.values.get("$inlinecount") == "allpages" else {}
        return self._sent(ask, entity_set, page, counted, as_json)

    def _sent(
        self, ask: Ask, entity_set: EntitySet, page: list[Entity], counted: Entity, as_json: bool
    ) -> Reply:
        if not as_json:
            count = counted.get("odata.count")
            return Reply(200, odata_xml.feed(ask.root, entity_set, page, count).encode(), ATOM)
        head = {"odata.metadata": f"{ask.root}/$metadata#{entity_set.name}", **counted}
        return Reply(200, encode_json({**head, "value": page}), JSON)

    def _arranged(self, ask: Ask, entity_set: EntitySet, options: Options) -> list[Entity]:
        rows = chosen(self._rows(entity_set), options, entity_set)
        is_ordered = not entity_set.is_record_set and bool(options.values.get("$orderby"))
        rows = self._loosened(ask, rows, entity_set, is_ordered=is_ordered)
        if not is_ordered:
            return rows
        rows = ordered(rows, options, entity_set, self._presented)
        moved = [row for row in rows if (entity_set.name, row.get("Ref_Key", "")) in self._moved]
        if not moved:
            return rows
        ids = {row["Ref_Key"] for row in moved}
        return [row for row in rows if row["Ref_Key"] not in ids] + [
            self._rewritten(entity_set, row) for row in moved
        ]

    def _loosened(
        self, ask: Ask, rows: list[Entity], entity_set: EntitySet, *, is_ordered: bool
    ) -> list[Entity]:
        """Keep the base's own order, unless it is to show that it promises none.

        Then a request without an order starts somewhere else, and lines of documents come in any order.
        """
        loose = ask.fault("no_order")
        is_lines = entity_set.name not in self._source().rows
        if loose is None or not rows or (is_ordered and not is_lines):
            return rows
        loose.spend()
        if is_lines:
            return self._chance.sample(rows, len(rows))
        start = self._chance.randrange(len(rows))
        return rows[start:] + rows[:start]

    def _move_first(self, ask: Ask, entity_set: EntitySet, options: Options) -> None:
        """Let somebody rename the first row of the list while its pages are read: it goes to the end."""
        rows = self._arranged(ask, entity_set, options)
        if rows and "Ref_Key" in rows[0] and options.values.get("$orderby"):
            self._moved[entity_set.name, rows[0]["Ref_Key"]] = 1 << 60

    def _rewritten(self, entity_set: EntitySet, row: Entity) -> Entity:
        stamp = self._moved.get((entity_set.name, row.get("Ref_Key", "")))
        return row if stamp is None else {**row, "DataVersion": data_version(stamp)}

    def _visible(self, ask: Ask, rows: list[Entity], options: Options) -> list[Entity]:
        fault = ask.fault("hidden_rows")
        if fault is None:
            return rows
        fault.spend()
        if options.values.get("allowedOnly") != "true":
            raise Refused(403, NO_RIGHT)
        return rows[: max(len(rows) - fault.rows, 0)]

    def _object(self, ask: Ask, entity_set: EntitySet, read: Path, options: Options, as_json: bool) -> Reply:
        """Give an object, or what a name after it means: what a reference leads to, or lines."""
        published, key = _published(ask), read.key or {}
        row = next((row for row in self._rows(entity_set) if is_keyed(row, key, entity_set)), None)
        if row is None:
            raise Refused(404, f"Экземпляр сущности не найден по ключу {entity_set.name}({key})")
        if read.inner in entity_set.parts:
            lines = entity_set.lines(entity_set.line_set(read.inner)) or entity_set
            return self._sent(ask, lines, selected(row[read.inner], options, lines), {}, as_json)
        if read.inner:
            target = target_of(read.inner, entity_set.properties, published)
            if target is None:
                raise Refused(404, f"Сегмент пути {read.inner} не найден!")
            entity_set, row = target, self._of_key(target, row[f"{read.inner}_Key"])
            if row is None:
                raise Refused(404, f"Экземпляр сущности не найден: {read.inner}")
        rows = self._shown_as([self._rewritten(entity_set, row)], options, entity_set, published)
        (row,) = _cut(rows, ask, entity_set)
        if not as_json:
            return Reply(200, odata_xml.entry(ask.root, entity_set, row).encode(), ATOM)
        head = {"odata.metadata": f"{ask.root}/$metadata#{entity_set.name}/@Element"}
        return Reply(200, encode_json({**head, **row}), JSON)


def _service(ask: Ask, published: dict[str, EntitySet], as_json: bool) -> Reply:
    """Give the list of sets, those of lines too."""
    names = [name for entity_set in published.values() for name in odata_xml.set_names(entity_set)]
    if not as_json:
        return Reply(200, odata_xml.service(ask.root, names).encode(), SERVICE)
    value = [{"name": name, "url": name} for name in names]
    return Reply(200, encode_json({"odata.metadata": f"{ask.root}/$metadata", "value": value}), JSON)


def _published(ask: Ask) -> dict[str, EntitySet]:
    hidden = [fault for fault in ask.faults if fault.fault == "unpublished"]
    missing = [fault for fault in ask.faults if fault.fault == "missing_field"]
    for fault in hidden + missing:
        fault.spend()
    names = {fault.entity for fault in hidden}
    return {
        name: _older(entity_set, missing) for name, entity_set in ENTITY_SETS.items() if name not in names
    }


def _older(entity_set: EntitySet, missing: list[Fault]) -> EntitySet:
    names = {fault.field for fault in missing if fault.entity in ("", entity_set.name)}
    if not names:
        return entity_set
    kept = {name: kind for name, kind in entity_set.properties.items() if name not in names}
    parts = {
        part: {name: kind for name, kind in known.items() if name not in names}
        for part, known in entity_set.parts.items()
        if part not in names
    }
    return replace(entity_set, properties=kept, parts=parts)


def _cut(rows: list[Entity], ask: Ask, entity_set: EntitySet) -> list[Entity]:
    """Leave out what an older release of the configuration does not have."""
    missing = [fault for fault in ask.faults if fault.fault == "missing_field"]
    names = {fault.field for fault in missing if fault.entity in ("", entity_set.name)}
    if not names:
        return rows
    return [
        {
            name: [{key: item for key, item in line.items() if key not in names} for line in value]
            if isinstance(value, list)
            else value
            for name, value in row.items()
            if name not in names and name.removesuffix("@navigationLinkUrl") + "_Key" not in names
        }
        for row in rows
    ]


def _set_named(name: str, published: dict[str, EntitySet]) -> EntitySet:
    if name in published:
        return published[name]
    owner = published.get(name.rpartition("_")[0])
    if lines := owner and owner.lines(name):
        return lines
    raise Refused(404, f"Сущность {unquote(name)} не найдена")


def problem(status: int, text: str, *, as_json: bool) -> Reply:
    """Give an error the OData way: JSON or XML by what was asked for."""
    code = {404: "9", 400: "6", 403: "8"}.get(status, "-1")
    if not as_json:
        return Reply(status, odata_xml.error(code, text).encode(), XML)
    content = {"odata.error": {"code": code, "message": {"lang": "ru", "value": text}}}
    return Reply(status, encode_json(content), JSON)
