"""SalesDoc API V2: one address, the method in the body, errors inside answers, unknown words ignored.

Left out, and switched off here: everything that writes, photographs, movements of goods, stock of a day in
the past. What the documentation leaves open is a setting: `ServerTerms`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sandbox.vendors.sales_doctor.dictionaries import FILIALS, filials
from sandbox.vendors.sales_doctor.door import Keyring, ServerTerms
from sandbox.vendors.sales_doctor.errors import JSON, Refused, stopped_by_the_guard
from sandbox.vendors.sales_doctor.filters import IDS, chosen, is_named, mapping
from sandbox.vendors.sales_doctor.tables import Tables
from sandbox.vendors.sales_doctor.values import Row, shown
from sandbox.wire.day_faults import withhold
from sandbox.wire.exchange import Ask, Reply, encode_json, read_json, read_whole
from sandbox.wire.limits import Door
from sandbox.wire.list_faults import spoil

PATH = "/api/v2"
KEYS = {
    "getAgent": "agent",
    "getExpeditor": "expeditor",
    "getSupervisor": "supervisor",
    "getProduct": "product",
    "getProductCategory": "productCategory",
    "getProductSubCategory": "subCategory",
    "getProductGroup": "productGroup",
    "getValyutaType": "valyutaType",
    "getPaymentType": "currency",
    "getPriceType": "priceType",
    "getClientCategory": "clientCategory",
    "getWarehouse": "warehouse",
    "getDefectWarehouse": "warehouse",
    "getCashbox": "cashbox",
    "getTradeDirection": "tradeDirection",
    "getBrand": "brand",
    "getUnit": "unit",
    "getStock": "warehouse",
    "getTag": "tag",
    "getOrder": "order",
    "getOrderDefect": "order",
    "getOrderReplace": "order",
    "getPayment": "payment",
    "getPaymentConfirmation": "paymentConfirmation",
    "getBalance": "balance",
    "getClient": "client",
    "getVisit": "visit",
    "getPhotoReport": "photoReport",
    "getConsumption": "consumption",
}
"""Method → the key of its list."""
BARE = ("getClientType", "getClientChannel")
WITHOUT_PAGES = ("getSupervisor", "getTag")
ALONE = ("getFilials", "getTerritory", "getPrice")
LEFT_OUT = (
    "getStockForDate", "getStoreLog", "getInventory", "getShipper", "getBonus", "getPRCategory",
    "getClientPending", "getCorrection", "getPurchase", "getMovement", "getVsExchange",
    "getMovementBetweenFilial", "getPhoto", "syncOrder", "deleteClientPending",
)  # fmt: skip
OF_DAYS = {
    "getOrder": "date", "getOrderDefect": "date", "getPayment": "date", "getVisit": "date",
}  # fmt: skip
_STRUCK = {"getOrder": "totalSummaAfterDiscount", "getPayment": "amount", "getVisit": "order_summa"}


class SalesDoctor:
    """One server. `tables` gives what it holds (one object while the clock stands), `now` its clock."""

    def __init__(self, tables: Callable[[], Tables], now: Callable[[], datetime]) -> None:
        """Open the server to one user."""
        self.terms = ServerTerms()
        self._tables, self._now, self._keys = tables, now, Keyring()
        self._door = Door(per_second=self.terms.calls_per_second, patience=1 << 30)

    def turn(self) -> None:
        """Follow the terms after somebody changed them: no call was counted yet."""
        self._door.per_second = self.terms.calls_per_second
        self._door.forgive()

    def answer(self, ask: Ask) -> Reply:
        """Answer one request."""
        if not ask.headers.get("user-agent", "").startswith("Mozilla/"):
            return stopped_by_the_guard()
        if ask.path.rstrip("/") != PATH:
            return Reply(404, b"<html><body>404 Not Found</body></html>", "text/html")
        try:
            return Reply(200, encode_json({"status": True, **self._said(ask)}), JSON)
        except Refused as refused:
            return refused.reply(by_status=self.terms.errors_by_status)

    def _said(self, ask: Ask) -> Row:
        body = _read(ask.body)
        method, auth = body["method"], mapping(body.get("auth"))
        if method == "login":
            return {"result": self._keys.login(auth, self.terms)}
        if killed := ask.fault("token_killed"):
            killed.spend()
            self._keys.kill()
        self._keys.check(auth, self.terms)
        if method in LEFT_OUT or method.startswith("set"):
            raise Refused(403, f"Method {method} is disabled")
        if method not in (*KEYS, *BARE, *ALONE):
            raise Refused(402, f"Method not found: {method}")
        self._check_may(ask, method)
        return self._result(ask, method, body)

    def _check_may(self, ask: Ask, method: str) -> None:
        """Let the method pass. Raises Refused 403, 429."""
        off = ask.fault("switched_off")
        is_struck = off is not None and off.entity in ("", method)
        if off is not None and is_struck:
            off.spend()
        if is_struck or method in [name.strip() for name in self.terms.disabled.split(",")]:
            raise Refused(403, f"Method {method} is disabled")
        if busy := ask.fault("too_often"):
            busy.spend()
        if busy or self._door.knock() != "welcome":
            raise Refused(429)

    def _result(self, ask: Ask, method: str, body: Row) -> Row:
        tables, params = self._tables(), mapping(body.get("params"))
        if method == "getFilials":
            return {"result": {"filials": filials() if self.terms.has_filials else []}}
        if method == "getTerritory":
            return self._territory(tables, params)
        if method == "getPrice":
            return {"result": _prices(tables, mapping(params.get("priceType")))}
        rows = [row for row in tables.rows[method] if self._is_of_filial(row, body.get("filial"))]
        if method in BARE:
            return {"result": [shown(row) for row in rows]}
        rows = chosen(method, rows, params, self.terms.usual_include)
        if (name := OF_DAYS.get(method)) is not None:
            rows = withhold(rows, ask.faults, lambda row: _day_of(row, name), now=self._now())
        return self._page(ask, method, rows, params)

    def _is_of_filial(self, row: Row, asked: Any) -> bool:
        """Say whether a row is shown to who asks for a filial. Raises Refused 400 for an unknown one."""
        code = str(mapping(asked).get("filial_id") or "0")
        whose = row.get("_filial", "")
        if not self.terms.has_filials or not whose:
            return True
        if code == "0":
            return self.terms.without_filial == "all" or whose == FILIALS[0][1].lower()
        prefix = next((prefix.lower() for id_, prefix, _ in FILIALS if id_ == code), None)
        if prefix is None:
            raise Refused(400, f"Filial not found: {code}")
        return bool(whose == prefix)

    def _territory(self, tables: Tables, params: Mapping[str, Any]) -> Row:
        """Give regions and towns in pages of the same size; as many towns as there are is the total."""
        limit, page = self._paging(params)
        cut = {
            name: [shown(row) for row in rows[(page - 1) * limit : page * limit]]
            for name, rows in tables.territory.items()
        }
        total = len(tables.territory["city"])
        return {"result": cut, "pagination": {"limit": limit, "total": total, "page": page}}

    def _paging(self, params: Mapping[str, Any]) -> tuple[int, int]:
        most = self.terms.response_limit
        return min(_whole(params, "limit", most), most), _whole(params, "page", 1)

    def _page(self, ask: Ask, method: str, rows: Sequence[Row], params: Mapping[str, Any]) -> Row:
        if method in WITHOUT_PAGES:
            return {"result": {KEYS[method]: [shown(row) for row in rows]}}
        limit, page = self._paging(params)
        place = page
        if again := ask.fault("repeat_page"):
            again.spend()
            place = 1
        found = [shown(row) for row in rows[(place - 1) * limit : place * limit]]
        found = spoil(found, ask.faults, key="CS_id", field=_STRUCK.get(method, "name"))
        counted = {"limit": limit, "total": len(rows), "page": page}
        return {"result": {KEYS[method]: found}, "pagination": counted}


def _read(body: bytes) -> Row:
    """Read a request. Raises Refused 400, before anybody looks at who asks."""
    if not body.strip():
        raise Refused(400, "Empty request body")
    try:
        content = read_json(body)
    except ValueError:
        raise Refused(400, "Invalid request format. Request must be JSON") from None
    if not isinstance(content, dict) or not isinstance(content.get("method"), str):
        raise Refused(400, 'Required field "method" is missing')
    return content


def _prices(tables: Tables, asked: Mapping[str, Any]) -> list[Row]:
    """Give the prices of one type, of which each has the same. Raises Refused 400."""
    if not any(asked.get(name) for name in IDS):
        raise Refused(400, "priceType is required")
    if not any(is_named(row, asked) for row in tables.rows["getPriceType"]):
        raise Refused(400, "priceType not found")
    return tables.prices


def _whole(params: Mapping[str, Any], name: str, usual: int) -> int:
    number = read_whole(params.get(name, usual))
    return usual if number is None else max(1, number)


def _day_of(row: Row, name: str) -> date:
    return date.fromisoformat(row["_days"][name][0][:10])
