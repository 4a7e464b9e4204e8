"""The pretend SALES DOCTOR narrows by every filter of its description, and what is none costs no rows."""

import json

import pytest

from sandbox.vendors.sales_doctor.vendor import KEYS

EVERY = {"agent": "all", "include": "all", "status": [1, 2, 3, 4, 5]}


@pytest.fixture
def sales_doctor(sandbox):
    """Ask a method with one token for the whole test."""
    token = sandbox.sales_doctor_login()["result"]["token"]

    def ask(method, filial="FIL001", **params):
        return sandbox.sales_doctor(method, filial, token, **params)

    return ask


def rows_of(answer, method):
    assert answer["status"] is True, answer
    return answer["result"][KEYS[method]]


def code(answer):
    assert answer["status"] is False, answer
    return answer["error"]["code"]


def test_orders_are_chosen_by_what_they_refer_to(sales_doctor):
    def orders(**asked):
        return rows_of(sales_doctor("getOrder", filter={**EVERY, **asked}), "getOrder")

    whole = orders()
    store, trade, man = (whole[0][part] for part in ("store", "trade", "expeditor"))
    assert orders(store={"SD_id": store["SD_id"]}) == orders(trade={"CS_id": trade["CS_id"]}) == whole
    assert orders(expeditors=[{"SD_id": "d0_999"}, {"CS_id": man["CS_id"].lower()}]) == whole
    category = rows_of(sales_doctor("getClientCategory"), "getClientCategory")[0]
    assert orders(clientCategories=[{"SD_id": category["SD_id"]}]) == whole
    for name, other in (
        ("store", {"SD_id": "d0_999"}),
        ("trade", {"CS_id": "F2-1"}),
        ("expeditors", [{"code_1C": "1"}]),
        ("clientCategories", [{"SD_id": "d0_999"}]),
    ):
        assert orders(**{name: other}) == [], name
        assert code(sales_doctor("getOrder", filter={**EVERY, name: "d0_1"})) == 400, name
    assert orders(SD_id=whole[1]["SD_id"]) == orders(CS_id=whole[1]["CS_id"].upper()) == [whole[1]]
    assert orders(include="1c") == [] and orders(include="sd") == whole


def test_payments_goods_and_stock_are_chosen_too(sales_doctor):
    def payments(**asked):
        return rows_of(sales_doctor("getPayment", filter=asked), "getPayment")

    whole = payments()
    kind = whole[0]["paymentType"]["SD_id"]
    assert payments(paymentType={"SD_id": kind}) == [
        row for row in whole if row["paymentType"]["SD_id"] == kind
    ]
    assert 0 < len(payments(paymentType={"SD_id": kind}, transactionType=3)) < len(whole)
    assert payments(trade={"SD_id": "999"}) == [] and payments(trade={"SD_id": "1"}) == whole
    goods = rows_of(sales_doctor("getProduct"), "getProduct")
    two = [goods[0]["SD_id"], goods[2]["SD_id"]]
    found = rows_of(sales_doctor("getProduct", filter={"products": {"SD_id": two}}), "getProduct")
    assert found == [goods[0], goods[2]]
    assert rows_of(sales_doctor("getProduct", filter={"trade": {"SD_id": "5"}}), "getProduct") == []
    (stock,) = rows_of(sales_doctor("getStock"), "getStock")
    assert rows_of(sales_doctor("getStock", store={"SD_id": "d0_999"}), "getStock") == []
    category = goods[0]["category"]["SD_id"]
    own = {row["SD_id"] for row in goods if row["category"]["SD_id"] == category}
    (cut,) = rows_of(sales_doctor("getStock", category={"SD_id": category}), "getStock")
    assert {row["SD_id"] for row in cut["products"]} == own < {row["SD_id"] for row in stock["products"]}
    assert set(stock["products"][0]) == {"CS_id", "SD_id", "code_1C", "name", "active", "quantity"}


def test_ids_choose_only_where_the_description_says_so(sales_doctor):
    clients = rows_of(sales_doctor("getClient"), "getClient")
    one = clients[4]
    assert rows_of(sales_doctor("getClient", filter={"SD_id": one["SD_id"]}), "getClient") == [one]
    asked = {"SD_id": one["SD_id"], "active": "N" if one["active"] == "Y" else "Y"}
    assert rows_of(sales_doctor("getClient", filter=asked), "getClient") == []
    agents = sales_doctor("getAgent")["pagination"]["total"]
    assert sales_doctor("getAgent", filter={"SD_id": "d0_999"})["pagination"]["total"] == agents > 0


def test_a_price_list_is_that_of_a_known_type(sales_doctor):
    assert len(sales_doctor("getPrice", priceType={"SD_id": "d0_2"})["result"]) > 3
    for asked in ({"SD_id": "d0_999"}, {"code_1C": None}, {"name": "d0_2"}, "d0_2", []):
        assert code(sales_doctor("getPrice", priceType=asked)) == 400


def test_towns_come_in_pages_like_everything_else(sales_doctor):
    whole = sales_doctor("getTerritory")
    total, found = whole["pagination"]["total"], []
    for page in range(1, total + 2):
        answer = sales_doctor("getTerritory", limit=2, page=page)
        assert answer["pagination"] == {"limit": 2, "total": total, "page": page}
        found += answer["result"]["city"]
    assert found == whole["result"]["city"] and len(found) == total > 2


def test_a_period_without_a_column_counts_in_seconds_or_is_refused(sales_doctor):
    whole = rows_of(sales_doctor("getClient"), "getClient")
    moment = sorted(row["updatedAt"] for row in whole)[len(whole) // 2]
    asked = {"from": moment, "to": moment, "by": "update"}
    found = rows_of(sales_doctor("getClient", period=asked), "getClient")
    assert found == [row for row in whole if row["updatedAt"] == moment] != []
    order = {"by": "update", "order": "DESC"}
    falling = [row["updatedAt"] for row in rows_of(sales_doctor("getClient", sort=order), "getClient")]
    assert falling == sorted(falling, reverse=True)
    assert code(sales_doctor("getVisit", period=asked)) == 400
    assert code(sales_doctor("getClient", period={**asked, "by": "date"})) == 400
    assert code(sales_doctor("getClient", period={**asked, "to": "tomorrow"})) == 400


@pytest.mark.parametrize("status", [3, "3", {"0": 3}])
def test_statuses_come_in_a_list(sales_doctor, status):
    assert code(sales_doctor("getOrder", filter={**EVERY, "status": status})) == 400


@pytest.mark.parametrize("limit", [-5, "many", 1.5, True, None, [], "9" * 5000, 10**30])
def test_a_page_of_no_size_is_the_usual_one(sales_doctor, limit):
    answer = sales_doctor("getClient", limit=limit, page="1")
    assert answer["pagination"]["limit"] == 1000 and answer["pagination"]["page"] == 1


def test_a_year_of_three_digits_is_long_ago(sales_doctor):
    period = {"date": {"from": "0999-01-01", "to": "0999-12-31"}}
    assert rows_of(sales_doctor("getVisit", filter={"period": period}), "getVisit") == []


@pytest.mark.parametrize("method", ["setOrder", "setClient", "syncOrder", "getStoreLog", "getMovement"])
def test_what_is_left_out_is_switched_off_and_not_unknown(sales_doctor, method):
    assert code(sales_doctor(method)) == 403


@pytest.mark.parametrize(
    "body",
    [
        b"\xff",
        b"[" * 100_000,
        b'{"method": "get\\ud800"}',
        b'{"method": "getAgent", "auth": {"token": "\\udfff"}}',
    ],
)
def test_a_body_that_cannot_be_read_is_refused(sandbox, body):
    answer = sandbox.sales_doctor_call(body)
    assert answer.status_code == 200 and code(answer.json()) == 400


def test_odd_shapes_of_a_request_break_nothing(sandbox):
    token = sandbox.sales_doctor_login()["result"]["token"]
    for more in (
        {"params": []},
        {"params": {"filter": "all"}},
        {"params": {"filter": {"period": []}}},
        {"params": {"filter": {"period": {"dateUpdate": "2026-06-01"}}}},
        {"params": {"sortBy": "updatedAt", "sort": []}},
        {"filial": "FIL001"},
        {"filial": {"filial_id": None}},
    ):
        for method in ("getOrder", "getClient", "getPayment"):
            body = {"method": method, "auth": {"token": token}, **more}
            assert sandbox.sales_doctor_call(json.dumps(body)).json()["status"] is True, (method, more)
    for auth in ("token", {"token": [token]}, {"token": token, "userId": ["d0_67"]}):
        body = json.dumps({"method": "getAgent", "auth": auth})
        assert code(sandbox.sales_doctor_call(body).json()) == 401
