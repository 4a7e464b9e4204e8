"""The 1C OData server: login, published sets, `$metadata`, collections, single objects and errors."""

from __future__ import annotations

import base64
import binascii
import random
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from sandbox.exchange import Ask, Reply, encode_json
from sandbox.faults import Fault
from sandbox.vendors import odata_xml
from sandbox.vendors.list_faults import spoil
from sandbox.vendors.odata_filter import Entity, Refused
from sandbox.vendors.odata_query import Options, chosen, ordered, selected
from sandbox.vendors.onec_records import OneCTables, data_version
from sandbox.vendors.onec_schema import ENTITY_SETS, EntitySet

JSON = "application/json;charset=utf-8"
XML = "application/xml;charset=utf-8"
ATOM = "application/atom+xml;type=feed;charset=utf-8"
_OBJECT = re.compile(r"(?P<name>[^(]+)\(guid'(?P<key>[0-9a-fA-F-]{36})'\)")
NO_RIGHT = "Недостаточно прав для чтения данных. Операция не разрешена в режиме ограничения на уровне записей"
NO_MEMORY = "Недостаточно памяти для получения результата запроса к базе данных"


class OneC:
    """One base. `tables` gives what it holds (one object while the clock stands); one user may read it."""

    def __init__(self, tables: Callable[[], OneCTables], *, user: str, password: str) -> None:
        """Publish the base to one user."""
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
            names = [{"name": name, "url": name} for name in published]
            return Reply(200, encode_json({"odata.metadata": f"{ask.root}/$metadata", "value": names}), JSON)
        if found := _OBJECT.fullmatch(path):
            return self._object(
                ask, _set_named(found["name"], published), found["key"].lower(), options, as_json
            )
        return self._collection(ask, _set_named(path, published), options, as_json)

    def _rows(self, entity_set: EntitySet) -> list[Entity]:
        tables = self._source()
        if tables is not self._shown:
            self._shown = tables
            self._names = {
                row["Ref_Key"]: tuple(row[part] for part in ENTITY_SETS[name].presentation)
                for name, rows in tables.rows.items()
                for row in rows
            }
        return (
            tables.rows[entity_set.name]
            if entity_set.name in tables.rows
            else self._lines(tables, entity_set.name)
        )

    def _lines(self, tables: OneCTables, name: str) -> list[Entity]:
        owner, _, part = name.rpartition("_")
        lines = [line for row in tables.rows[owner] for line in row[part]]
        # lines of one document come in any order unless LineNumber is asked for
        self._chance.shuffle(lines)
        return lines

    def _collection(self, ask: Ask, entity_set: EntitySet, options: Options, as_json: bool) -> Reply:
        if "$expand" in options.values:
            raise Refused(501, "Параметр $expand не поддерживается")
        top, skip = options.whole("$top"), options.whole("$skip") or 0
        _check_memory(ask, top)
        if skip and (moving := ask.fault("rows_move")):
            self._move_first(entity_set, options)
            moving.spend()
        rows = self._visible(ask, self._arranged(entity_set, options), options)
        if again := ask.fault("repeat_page"):
            again.spend()
            skip = 0
        page = rows[skip:] if top is None else rows[skip : skip + top]
        page = _cut(selected(page, options, entity_set), ask, entity_set)
        page = spoil(page, ask.faults, key="Ref_Key", field="СуммаДокумента")
        if not as_json:
            return Reply(200, odata_xml.feed(ask.root, entity_set, page).encode(), ATOM)
        head = {"odata.metadata": f"{ask.root}/$metadata#{entity_set.name}"}
        if options.values.get("$inlinecount") == "allpages":
            head["odata.count"] = str(len(rows))
        return Reply(200, encode_json({**head, "value": page}), JSON)

    def _arranged(self, entity_set: EntitySet, options: Options) -> list[Entity]:
        rows = chosen(self._rows(entity_set), options, entity_set)
        if not options.values.get("$orderby"):
            # no order asked, no order promised: every request starts somewhere else
            start = self._chance.randrange(len(rows)) if rows else 0
            return rows[start:] + rows[:start]
        rows = ordered(rows, options, entity_set, lambda _, key: self._names.get(key, ()))
        moved = [row for row in rows if (entity_set.name, row.get("Ref_Key", "")) in self._moved]
        if not moved:
            return rows
        ids = {row["Ref_Key"] for row in moved}
        return [row for row in rows if row["Ref_Key"] not in ids] + [
            self._rewritten(entity_set, row) for row in moved
        ]

    def _move_first(self, entity_set: EntitySet, options: Options) -> None:
        """Let somebody rename the first row of the list while its pages are read: it goes to the end."""
        rows = self._arranged(entity_set, options)
        if rows and options.values.get("$orderby"):
            self._moved[entity_set.name, rows[0]["Ref_Key"]] = 1 << 60

    def _rewritten(self, entity_set: EntitySet, row: Entity) -> Entity:
        stamp = self._moved.get((entity_set.name, row["Ref_Key"]))
        return row if stamp is None else {**row, "DataVersion": data_version(stamp)}

    def _visible(self, ask: Ask, rows: list[Entity], options: Options) -> list[Entity]:
        fault = ask.fault("hidden_rows")
        if fault is None:
            return rows
        fault.spend()
        if options.values.get("allowedOnly") != "true":
            raise Refused(403, NO_RIGHT)
        return rows[: max(len(rows) - fault.rows, 0)]

    def _object(self, ask: Ask, entity_set: EntitySet, key: str, options: Options, as_json: bool) -> Reply:
        row = next((row for row in self._rows(entity_set) if row["Ref_Key"] == key), None)
        if row is None:
            raise Refused(404, f"Экземпляр сущности не найден по ключу {entity_set.name}(guid'{key}')")
        (row,) = _cut(selected([self._rewritten(entity_set, row)], options, entity_set), ask, entity_set)
        if not as_json:
            return Reply(200, odata_xml.entry(ask.root, entity_set, row).encode(), ATOM)
        head = {"odata.metadata": f"{ask.root}/$metadata#{entity_set.name}/@Element"}
        return Reply(200, encode_json({**head, **row}), JSON)


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
    owner, _, part = name.rpartition("_")
    if owner in published and part in published[owner].parts:
        return EntitySet(name, published[owner].parts[part], ())
    raise Refused(404, f"Сущность {unquote(name)} не найдена")


def _check_memory(ask: Ask, top: int | None) -> None:
    fault = ask.fault("oom_big_page")
    if fault is not None and (top is None or top > fault.top):
        fault.spend()
        raise Refused(500, NO_MEMORY)


def problem(status: int, text: str, *, as_json: bool) -> Reply:
    """Give an error the OData way: JSON or XML by what was asked for."""
    code = {404: "9", 400: "6", 403: "8"}.get(status, "-1")
    if not as_json:
        return Reply(status, odata_xml.error(code, text).encode(), XML)
    content = {"odata.error": {"code": code, "message": {"lang": "ru", "value": text}}}
    return Reply(status, encode_json(content), JSON)
