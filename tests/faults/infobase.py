"""A small infobase that answers over real HTTP, for what must happen between two requests of a test.

It pages, filters by keys and dates, sorts by what people see, and answers 404 with the codes of 1C. A test
looks at `asked`, and puts a function into `before` to change the data or the answer at a chosen request.
"""

import base64
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

ORDERS = "Document_ЗаказКлиента"
CURRENCIES = "Catalog_Валюты"
FIELDS = {
    CURRENCIES: ["Ref_Key", "DataVersion", "DeletionMark", "Code", "Description"],
    ORDERS: [
        *("Ref_Key", "DataVersion", "DeletionMark", "Number", "Date", "Posted", "Организация_Key"),
        *("Контрагент_Key", "Валюта_Key", "СуммаДокумента", "Менеджер_Key"),
        "ЭтапыГрафикаОплаты:ДатаПлатежа,СуммаПлатежа",
        "ДополнительныеРеквизиты:Свойство_Key,Значение",
    ],
}
USER, PASSWORD = "Робот отчётов", "секрет№1"


@dataclass(frozen=True)
class Asked:
    number: int
    entity_set: str
    key: str | None
    params: dict[str, str]
    target: str

    @property
    def is_listing(self) -> bool:
        return "$select" in self.params

    @property
    def is_page(self) -> bool:
        return "$skip" in self.params and not self.is_listing


@dataclass
class Answer:
    status: int
    body: bytes
    content_type: str = "application/json;charset=utf-8"


def odata_error(status: int, code: str, text: str) -> Answer:
    error = {"odata.error": {"code": code, "message": {"lang": "ru", "value": text}}}
    return Answer(status, json.dumps(error, ensure_ascii=False).encode())


def guid(number: int) -> str:
    return f"{number:08x}-2a10-11ef-8a11-00155d0a1b02"


def order(
    number: int, *, version: int = 1, amount: float = 1000.5, date: str = "2026-03-01"
) -> dict[str, object]:
    return {
        "Ref_Key": guid(number),
        "DataVersion": base64.b64encode(version.to_bytes(8, "big")).decode(),
        "DeletionMark": False,
        "Number": f"ТД00-{number:06d}",
        "Date": f"{date}T12:00:00",
        "Posted": True,
        "СуммаДокумента": amount,
        "ЭтапыГрафикаОплаты": [
            {"LineNumber": "1", "ДатаПлатежа": "2026-03-16T00:00:00", "СуммаПлатежа": amount}
        ],
    }


@dataclass
class Infobase:
    rows: dict[str, list[dict[str, object]]] = field(default_factory=lambda: {ORDERS: [], CURRENCIES: []})
    fields: dict[str, list[str]] = field(default_factory=lambda: dict(FIELDS))
    before: Callable[[Asked], Answer | None] = lambda asked: None
    asked: list[Asked] = field(default_factory=list)
    url: str = ""
    at_once: int = 0
    most_at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def orders(self, *rows: dict[str, object]) -> None:
        self.rows[ORDERS] = list(rows)

    def remove(self, number: int) -> None:
        self.rows[ORDERS] = [row for row in self.rows[ORDERS] if row["Ref_Key"] != guid(number)]

    def of(self, entity_set: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.entity_set == entity_set]

    def answer(self, target: str, login: str) -> Answer:
        asked = self._read(target)
        expected = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if login != f"Basic {expected}":
            return Answer(401, b"", "text/plain")
        return self.before(asked) or self._serve(asked)

    def _read(self, target: str) -> Asked:
        split = urlsplit(target)
        resource = unquote(split.path).rpartition("/")[2]
        found = re.fullmatch(r"([^(]+)(?:\(guid'(.*)'\))?", resource)
        with self._lock:
            asked = Asked(len(self.asked) + 1, found[1], found[2], dict(parse_qsl(split.query)), target)
            self.asked.append(asked)
        return asked

    def _serve(self, asked: Asked) -> Answer:
        if asked.entity_set == "$metadata":
            return Answer(200, self._metadata().encode(), "application/xml")
        if asked.entity_set not in self.fields:
            return odata_error(404, "8", f"Тип сущности «{asked.entity_set}» не найден")
        rows = self.rows[asked.entity_set]
        if asked.key is not None:
            rows = [row for row in rows if row["Ref_Key"] == asked.key]
            return self._json(rows[0]) if rows else odata_error(404, "9", "Экземпляр сущности не найден")
        return self._json({"odata.metadata": self.url, "value": list(self._selected(rows, asked.params))})

    def _selected(self, rows: list[dict[str, object]], params: dict[str, str]) -> Iterator[dict[str, object]]:
        assert "$orderby" in params and params["$format"] == "json"
        condition = params.get("$filter", "")
        keys = set(re.findall(r"Ref_Key eq guid'([^']+)'", condition))
        since = re.search(r"Date ge datetime'([^']+)'", condition)
        shown = sorted(
            rows, key=lambda row: (str(row.get("Date")), str(row.get("Number")), str(row.get("Code")))
        )
        shown = [row for row in shown if not keys or row["Ref_Key"] in keys]
        shown = [row for row in shown if since is None or str(row["Date"]) >= since[1]]
        skip = int(params.get("$skip", 0))
        for row in shown[skip : skip + int(params["$top"])]:
            names = params["$select"].split(",") if "$select" in params else list(row)
            yield {name: row[name] for name in names}

    def _json(self, value: object) -> Answer:
        return Answer(200, json.dumps(value, ensure_ascii=False).encode())

    def _metadata(self) -> str:
        types, sets = "", ""
        for name, fields in self.fields.items():
            sets += f'<EntitySet Name="{name}" EntityType="StandardODATA.{name}"/>'
            own = ""
            for one in fields:
                part, _, inner = one.partition(":")
                if inner:
                    kind = f"Collection(StandardODATA.{name}_{part}_RowType)"
                    properties = "".join(
                        f'<Property Name="{n}" Type="Edm.String"/>' for n in inner.split(",")
                    )
                    types += f'<ComplexType Name="{name}_{part}_RowType">{properties}</ComplexType>'
                own += f'<Property Name="{part}" Type="{kind if inner else "Edm.String"}" Nullable="true"/>'
            types += f'<EntityType Name="{name}"><Key><PropertyRef Name="Ref_Key"/></Key>{own}</EntityType>'
        return (
            '<?xml version="1.0" encoding="UTF-8"?><edmx:Edmx Version="1.0" '
            'xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"><edmx:DataServices>'
            '<Schema Namespace="StandardODATA" xmlns="http://schemas.microsoft.com/ado/2009/11/edm">'
            f"{types}<EntityContainer>{sets}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>"
        )


@contextmanager
def published(base: Infobase) -> Iterator[Infobase]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # one packet an answer: two would wait for each other

        def do_HEAD(self) -> None:
            self.send_response_only(404)  # without a Date: the tests' nights are not of today
            self.end_headers()

        def do_GET(self) -> None:
            with base._lock:
                base.at_once += 1
                base.most_at_once = max(base.most_at_once, base.at_once)
            answer = base.answer(self.path, self.headers.get("Authorization", ""))
            with base._lock:
                base.at_once -= 1
            self.send_response_only(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    base.url = f"http://127.0.0.1:{server.server_address[1]}/ut/odata/standard.odata"
    try:
        yield base
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
