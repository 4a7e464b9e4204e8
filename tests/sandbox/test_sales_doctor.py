"""The pretend SALES DOCTOR: one token, filials with equal ids, defaults that hide, silent deletions."""

import json

import pytest

from sandbox.company.charter import NIGHTS
from sandbox.company.field_records import SHIPPED
from sandbox.company.layout import Layout
from sandbox.company.snapshot import erp_rows
from sandbox.vendors.sales_doctor.vendor import KEYS
from sandbox.world.world import generate
from tests.sandbox.pretend_company import FIRST_NIGHT

ALL = {"agent": "all", "include": "all", "status": [1, 2, 3, 4, 5]}
LAST_NIGHT = "2026-06-04T03:00:00+03:00"
FILIALS = ("FIL001", "FIL002")


@pytest.fixture
def sales_doctor(sandbox):
    """Ask a method with one token for the whole test."""
    token = sandbox.sales_doctor_login()["result"]["token"]

    def ask(method, filial="FIL001", **params):
        return sandbox.sales_doctor(method, filial, token, **params)

    return ask


@pytest.fixture(scope="module")
def company():
    return generate(7, 0.05, Layout(erp="sales_doctor"))


def listed(answer, method):
    assert answer["status"] is True, answer
    return answer["result"][KEYS[method]]


def code(answer):
    assert answer["status"] is False
    return answer["error"]["code"]


def test_a_new_login_ends_the_life_of_the_token_before(sandbox):
    first, second = (sandbox.sales_doctor_login()["result"] for _ in range(2))
    assert len(first["token"]) == 32 and first["userId"] == second["userId"] == "d0_67"
    assert code(sandbox.sales_doctor("getAgent", token=first["token"])) == 401
    assert listed(sandbox.sales_doctor("getAgent", token=second["token"]), "getAgent")


def test_a_refused_login_repeats_the_password(sandbox):
    answer = sandbox.sales_doctor_login(password="typed-by-mistake")
    assert code(answer) == 401 and "typed-by-mistake" in json.dumps(answer)


def test_what_does_not_call_itself_a_browser_is_stopped_before_the_servers(sandbox):
    answer = sandbox.sales_doctor_call("{}", **{"User-Agent": "Python-urllib/3.12"})
    assert answer.status_code == 403 and answer.text.startswith("<html>")


@pytest.mark.parametrize("body", ["", "not json", "[]", "{}", '{"method": 5}'])
def test_what_is_no_request_is_refused_before_anybody_asks_who(sandbox, body):
    answer = sandbox.sales_doctor_call(body)
    assert answer.status_code == 200 and code(answer.json()) == 400


def test_errors_come_under_200_or_under_their_own_status(sandbox):
    body = json.dumps({"method": "getAgent", "auth": {"token": "nobody's"}})
    assert sandbox.sales_doctor_call(body).status_code == 200
    sandbox.control("POST", "limits", {"sales_doctor": {"errors_by_status": True}})
    refused = sandbox.sales_doctor_call(body)
    assert refused.status_code == 401 and code(refused.json()) == 401


def test_methods_are_unknown_or_switched_off(sandbox, sales_doctor):
    assert code(sales_doctor("getWeather")) == 402
    assert code(sales_doctor("getPhotoReport")) == 403
    sandbox.control("POST", "limits", {"sales_doctor": {"disabled": "getVisit, getOrder"}})
    assert code(sales_doctor("getVisit")) == 403
    assert listed(sales_doctor("getPhotoReport"), "getPhotoReport") == []
    sandbox.fault("sales_doctor", "switched_off", entity="getAgent")
    assert code(sales_doctor("getAgent")) == 403 and listed(sales_doctor("getClient"), "getClient")


def test_too_many_calls_are_refused_inside_an_answer(sandbox, sales_doctor):
    sandbox.control("POST", "limits", {"sales_doctor": {"calls_per_second": 1}})
    assert code([sales_doctor("getAgent") for _ in range(3)][-1]) == 429


def test_a_page_is_cut_and_the_whole_is_counted(sandbox, sales_doctor):
    sandbox.control("POST", "limits", {"sales_doctor": {"response_limit": 100}})
    first = sales_doctor("getVisit", limit=5000)
    assert len(listed(first, "getVisit")) == 100 == first["pagination"]["limit"]
    total, rows = first["pagination"]["total"], []
    for page in range(1, 2 + total // 100):
        rows += listed(sales_doctor("getVisit", limit=5000, page=page), "getVisit")
    assert len(rows) == total > 300
    assert listed(sales_doctor("getVisit", page=999), "getVisit") == []


def test_orders_hide_what_is_not_new_and_whose_agent_has_left(company, sales_doctor):
    found = [row for filial in FILIALS for row in listed(sales_doctor("getOrder", filial), "getOrder")]
    whole = [
        row for filial in FILIALS for row in listed(sales_doctor("getOrder", filial, filter=ALL), "getOrder")
    ]
    assert {row["status"] for row in found} == {1} and {row["status"] for row in whole} >= {1, 4, 5}
    without = {**ALL, "agent": None}
    active = [
        row
        for filial in FILIALS
        for row in listed(sales_doctor("getOrder", filial, filter=without), "getOrder")
    ]
    left = {one.key.upper().replace("D0", "d0") for one in company.erp_users if not one.is_active}
    assert {row["agent"]["CS_id"].replace("D0", "d0") for row in whole} & left
    assert not {row["agent"]["CS_id"].replace("D0", "d0") for row in active} & left


def test_words_that_are_not_known_are_passed_over(sales_doctor):
    whole = sales_doctor("getOrder", filter=ALL)["pagination"]["total"]
    odd = {**ALL, "period": {"updated": {"from": "2026-06-01", "to": "2026-06-01"}}}
    client = {"client": {"CS_id": "F1-d0_101"}}
    assert sales_doctor("getOrder", filter=odd)["pagination"]["total"] == whole
    assert sales_doctor("getOrder", filter=ALL, **client)["pagination"]["total"] == whole
    period = {"dateUpdate": {"from": "2026-05-20", "to": "2026-06-02"}}
    assert 0 < sales_doctor("getOrder", filter={**ALL, "period": period})["pagination"]["total"] < whole
    assert code(sales_doctor("getOrder", filter={"period": {"date": {"from": "01.06.2026"}}})) == 400


def test_two_filials_have_the_same_ids(sandbox, sales_doctor):
    one, other = (
        {row["SD_id"]: row["CS_id"] for row in listed(sales_doctor("getClient", filial), "getClient")}
        for filial in FILIALS
    )
    both = one.keys() & other.keys()
    assert both and all(one[id_][3:] == other[id_][3:] and one[id_] != other[id_] for id_ in both)
    told = sales_doctor("getFilials", None)
    assert [row["prefix"] for row in told["result"]["filials"]] == ["F1", "F2"] and "pagination" not in told
    assert code(sales_doctor("getClient", "FIL009")) == 400
    main = listed(sales_doctor("getClient", None), "getClient")
    assert {row["CS_id"] for row in main} == set(one.values())
    sandbox.control("POST", "limits", {"sales_doctor": {"without_filial": "all"}})
    assert len(listed(sales_doctor("getClient", None), "getClient")) == len(one) + len(other)


@pytest.mark.parametrize("method", ["getClientType", "getClientChannel"])
def test_some_lists_are_bare(sales_doctor, method):
    answer = sales_doctor(method)
    assert isinstance(answer["result"], list) and "pagination" not in answer
    assert isinstance(sales_doctor("getPrice", priceType={"SD_id": "d0_2"})["result"], list)
    assert code(sales_doctor("getPrice")) == 400


def test_the_ledger_has_eight_kinds_of_rows_and_two_currencies_at_least(sales_doctor):
    rows = [row for filial in FILIALS for row in listed(sales_doctor("getPayment", filial), "getPayment")]
    assert {row["transactionType"] for row in rows} == {1, 2, 3, 4, 6, 7, 8, 9}
    assert len({row["CS_id"].lower() for row in rows}) == len(rows)
    of_type = {
        row["SD_id"]: row["paymentType"]["SD_id"]
        for row in listed(sales_doctor("getPriceType"), "getPriceType")
    }
    currency = {
        row["SD_id"]: row["short"] for row in listed(sales_doctor("getValyutaType"), "getValyutaType")
    }
    assert set(of_type.values()) >= {row["paymentType"]["SD_id"] for row in rows}
    assert set(currency.values()) == {"RUB", "USD", "KZT"}
    paid = [row for row in rows if row["transactionType"] == 3]
    assert any(row["agent"]["CS_id"] is None for row in paid) and any(not row["orders"] for row in paid)
    filtered = listed(sales_doctor("getPayment", filter={"transactionType": 3}), "getPayment")
    assert {row["transactionType"] for row in filtered} == {3}


def test_a_payment_vanishes_between_the_nights_and_no_word_tells_of_it(sandbox, sales_doctor):
    def payments():
        return {
            row["CS_id"]: row
            for filial in FILIALS
            for row in listed(sales_doctor("getPayment", filial, filter={"transactionType": 3}), "getPayment")
        }

    before = payments()
    sandbox.control("POST", "clock", {"now": LAST_NIGHT})
    after = payments()
    assert before.keys() - after.keys() and after.keys() - before.keys()
    sandbox.control("POST", "clock", {"now": FIRST_NIGHT})


def test_visits_are_planned_made_left_open_and_still_to_come(sales_doctor):
    period = {"date": {"from": "2026-03-01", "to": "2026-06-30"}}
    rows = [
        row
        for filial in FILIALS
        for row in listed(sales_doctor("getVisit", filial, filter={"period": period}), "getVisit")
    ]
    coming = [row for row in rows if row["date"] > "2026-06-02"]
    assert coming and all(row["planned"] == 1 and row["visited"] == 0 == row["has_order"] for row in coming)
    assert max(row["date"] for row in coming) <= "2026-06-16"
    made = [row for row in rows if row["visited"]]
    assert any(row["end_date"] == "" for row in made) and any(not row["planned"] for row in made)
    assert any(row["planned"] and not row["visited"] for row in rows if row["date"] < "2026-06-02")
    assert any(row["has_order"] and row["order_summa"] > 0 for row in made)
    assert any(", " in row["reject"] for row in made)
    one = {"date": {"from": "2026-05-29", "to": "2026-05-29"}}
    day = listed(sales_doctor("getVisit", filter={"period": one}), "getVisit")
    assert day and {row["date"] for row in day} == {"2026-05-29"}


def test_orders_say_what_the_books_hold(company, sales_doctor):
    shown = {
        row["CS_id"].lower(): row
        for filial in FILIALS
        for row in listed(sales_doctor("getOrder", filial, filter=ALL), "getOrder")
    }
    books = {row.key: row.facts for row in erp_rows(company.field_orders, NIGHTS[0])}
    assert shown.keys() == books.keys()
    owed = {row.key: row.facts for row in erp_rows(company.orders, NIGHTS[0])}
    for key, row in shown.items():
        facts = books[key]
        left = row["totalSummaAfterDiscount"] - row["totalReturnsSumma"]
        assert round(left, 2) == float(facts.amount) == float(owed[key].amount)
        assert round(row["totalSumma"] - row["discountSumma"], 2) == row["totalSummaAfterDiscount"]
        assert sum(line["returned"] for line in row["orderProducts"]) == row["totalReturnsCount"]
    assert any(row["totalReturnsSumma"] for row in shown.values())
    assert any(row["bonus"] for row in shown.values()) and any(row["discountSumma"] for row in shown.values())
    shipped = {row.key for row in erp_rows(company.sales, NIGHTS[0]) if row.facts.posted}
    assert shipped == {key for key, facts in books.items() if facts.status in SHIPPED}


def test_who_owes_nothing_has_no_balance(sales_doctor):
    rows = listed(sales_doctor("getBalance"), "getBalance")
    assert rows and all(row["by-currency"] for row in rows) and any(row["balance"] < 0 for row in rows)
    assert {type(row["active"]) for row in rows} == {bool}
