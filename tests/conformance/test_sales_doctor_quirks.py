"""Each quirk on the page of SALES DOCTOR (its connector.py), against the pretend one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from connectors.kit.cursor import Window
from connectors.kit.errors import AccessDenied, SettingsError, UnexpectedReply
from connectors.kit.http import Call, Reply
from connectors.kit.records import Answer
from connectors.kit.settings import settings_of
from connectors.kit.stream import Page, Reading
from connectors.vendors.sales_doctor.connector import SalesDoctor
from connectors.vendors.sales_doctor.currencies import Currencies
from connectors.vendors.sales_doctor.documents import Documents
from connectors.vendors.sales_doctor.paging import TOTAL, NumberedPages, params_of
from connectors.vendors.sales_doctor.records import Filial, nothing
from connectors.vendors.sales_doctor.streams import METHODS, STREAMS, Method
from connectors.vendors.sales_doctor.visits import visits_of
from tests.pretend_nights import Nights

DOCUMENTS = ("orders", "returns", "payments")


@pytest.fixture
def nights(company_nights: Nights) -> Nights:
    return company_nights


def terms(nights: Nights, **said: object) -> None:
    nights.control("POST", "limits", {"sales_doctor": said})


def known(nights: Nights, stream: str) -> dict[str, Any]:
    return nights.alive("sales_doctor", stream)


def test_only_methods_that_read_can_be_named():
    assert all(method.name.startswith("get") for method in METHODS.values())
    with pytest.raises(ValueError, match="setOrder"):
        Method("setOrder", "order")


def test_one_login_serves_all_streams_and_nights(nights: Nights):
    for stream in ("agents", "products", "clients"):
        nights.load("sales_doctor", stream)
    nights.night(1)
    nights.forget()
    nights.load("sales_doctor", "agents")
    filials_and_their_agents = 1 + 2
    assert len(nights.asked("sales_doctor")) == filials_and_their_agents


@pytest.mark.parametrize("by_status", [False, True])
def test_a_token_that_another_login_killed_is_replaced_by_one_login(nights: Nights, by_status):
    terms(nights, errors_by_status=by_status)
    nights.load("sales_doctor", "agents")
    agents = known(nights, "agents")
    nights.fault("sales_doctor", "token_killed", times=1)
    nights.forget()
    assert nights.load("sales_doctor", "agents").complete
    refused_and_login = 2
    assert len(nights.asked("sales_doctor")) == 3 + refused_and_login
    assert known(nights, "agents") == agents


def test_a_wrong_password_is_told_without_a_word_of_the_answer(nights: Nights, caplog):
    with caplog.at_level("DEBUG"), pytest.raises(AccessDenied) as told:
        nights.load("sales_doctor", "agents", password="a-password-of-old")
    assert "login: 401" in str(told.value)
    assert "a-password-of-old" not in str(told.value) + caplog.text
    assert "Invalid" not in str(told.value)


def test_who_calls_himself_no_browser_is_stopped_and_we_do(nights: Nights):
    base_url = nights.ready["accounts"]["sales_doctor"]["base_url"]
    bare = nights.session.post(f"{base_url}/api/v2", data=b"{}", headers={"User-Agent": "python"}, timeout=10)
    assert bare.status_code == 403
    assert nights.load("sales_doctor", "agents").rows > 0
    connector = nights.connector("sales_doctor")
    assert "guard" in connector.explain(Reply(403, {}, b"<html>"))[1]


def test_all_filials_are_read_and_one_can_be_chosen(nights: Nights):
    nights.load("sales_doctor", "clients")
    everywhere = set(known(nights, "clients"))
    assert {key.partition("-")[0] for key in everywhere} == {"f1", "f2"}
    nights.load("sales_doctor", "clients", filials=("FIL002",))
    assert set(known(nights, "clients")) == {key for key in everywhere if key.startswith("f2-")}
    with pytest.raises(AccessDenied, match="FIL009"):
        nights.load("sales_doctor", "clients", filials=("FIL009",))


def test_a_server_without_filials_is_asked_without_one(nights: Nights):
    terms(nights, has_filials=False)
    assert nights.load("sales_doctor", "agents").rows > 0
    terms(nights, has_filials=True, disabled="getFilials", without_filial="all")
    assert nights.load("sales_doctor", "agents").rows > 0


def test_rows_that_came_are_counted_and_not_pages(nights: Nights):
    nights.load("sales_doctor", "orders")
    whole = known(nights, "orders")
    terms(nights, response_limit=17)
    nights.load("sales_doctor", "orders", reset=True)
    assert known(nights, "orders") == whole
    assert len(whole) > 17


def test_a_page_goes_on_where_a_smaller_one_has_to_begin():
    pages = NumberedPages((100, 25))
    first = pages.first(Call("/api/v2", body=b'{"method":"getOrder","params":{}}'))
    second = pages.next(first, Answer(payloads=[b"1"] * 60, extras={TOTAL: 70}))  # type: ignore[list-item]
    assert second is not None
    smaller = pages.smaller(second)
    assert smaller is not None
    assert (params_of(smaller)["page"], params_of(smaller)["limit"], smaller.memo) == (3, 25, (50,))
    assert pages.next(smaller, Answer(payloads=[b"1"] * 20, extras={TOTAL: 70})) is None  # type: ignore[list-item]


def test_orders_of_all_states_and_of_agents_who_left_are_read(nights: Nights):
    nights.load("sales_doctor", "orders")
    orders = known(nights, "orders").values()
    assert len({order["status"] for order in orders}) > 1
    assert {order["_is_cancelled"] for order in orders} == {order["status"] == 5 for order in orders}


def test_another_map_of_states_reads_all_orders_anew(nights: Nights):
    usual = nights.load("sales_doctor", "orders")
    assert nights.load("sales_doctor", "orders").rows == 0
    again = nights.load("sales_doctor", "orders", shipped_statuses=(3,))
    assert again.rows == usual.rows
    assert nights.load("sales_doctor", "orders", shipped_statuses=(3,)).rows == 0
    assert {order["_is_shipped"] for order in known(nights, "orders").values()} == {True, False}


@pytest.mark.parametrize("stream", DOCUMENTS)
def test_what_was_deleted_without_a_word_is_gone_after_the_night(nights: Nights, stream):
    ever: set[str] = set()
    for number in range(3):
        nights.night(number)
        nights.load("sales_doctor", stream)
        ever |= set(known(nights, stream))
    afresh = replace(nights, folder=nights.folder / "afresh")
    afresh.load("sales_doctor", stream)
    assert known(nights, stream) == known(afresh, stream)


def reading(landed: dict[str, str | None]) -> Reading:
    stream = next(stream for stream in STREAMS if stream.name == "orders")
    day = datetime(2026, 5, 2, tzinfo=UTC)
    return Reading(stream, day, Window(day, day), landed=landed, since=datetime(2026, 1, 1, tzinfo=UTC))


def read_orders(
    landed: dict[str, str | None], listed: dict[str, list[str]], counts: dict[str, int]
) -> list[Page]:
    """Pages of one night; `listed`: first day asked for → keys in the only filial."""

    def ask(filial: Filial, asked: dict[str, Any]):
        first = asked["period"]["dateUpdate"]["from"]
        rows = [json.dumps({"CS_id": key.upper()}).encode() for key in listed[first]]
        yield Page([""] * len(rows), rows)

    connector = SalesDoctor(settings_of(SalesDoctor.settings_type, "s", SETTINGS))
    counted = lambda filial, asked: counts[asked["period"]["dateUpdate"]["from"]]  # noqa: E731
    return list(
        Documents(reading(landed), [Filial("1", "F1")], connector.zone(), ask, counted, nothing).pages()
    )


SETTINGS = {"login": "a", "password": "b", "base_url": "https://company.salesdoc.io"}


def test_where_the_count_is_right_nothing_is_listed_again():
    pages = read_orders({"f1-1": "x", "f2-1": "x"}, {"2026-05-02": ["f1-2"]}, {"2026-01-01": 2})
    assert [(page.keys, page.payloads is None) for page in pages] == [(["f1-2"], False)]


def test_where_the_count_is_another_everything_is_listed_and_what_lacks_is_deleted():
    listed = {"2026-05-02": [], "2026-01-01": ["f1-2"]}
    pages = read_orders({"f1-1": "x", "f1-2": None, "f2-1": "x"}, listed, {"2026-01-01": 1})
    assert [(list(page.keys), page.payloads is None) for page in pages] == [
        ([], False),
        (["f1-2"], False),
        (["f1-1"], True),
    ]


def test_a_list_that_is_shorter_than_its_count_deletes_nothing():
    listed = {"2026-05-02": [], "2026-01-01": ["f1-2"]}
    pages = read_orders({"f1-1": "x", "f1-2": None, "f1-3": "x"}, listed, {"2026-01-01": 2})
    assert [(list(page.keys), page.payloads is None) for page in pages] == [([], False), (["f1-2"], False)]


def test_visits_of_other_days_are_an_error():
    row = json.dumps(
        {"agent_id": "d0_1", "client_id": "d0_2", "date": "2026-05-03", "start_date": ""}
    ).encode()
    ask = lambda filial, asked: iter([Page([""], [row])])  # noqa: E731
    with pytest.raises(UnexpectedReply, match="2026-05-03"):
        visits_of(date(2026, 5, 1), date(2026, 5, 2), [Filial()], ask)


def test_visits_alike_are_each_one_and_have_no_need_of_a_start():
    row = json.dumps(
        {"agent_id": "D0_1", "client_id": "F1-d0_2", "date": "2026-05-02", "start_date": ""}
    ).encode()
    ask = lambda filial, asked: iter([Page(["", ""], [row, row])])  # noqa: E731
    page, days = visits_of(date(2026, 5, 2), date(2026, 5, 2), [Filial("1", "F1")], ask)
    assert page.keys == ["f1-d0_1|f1-d0_2|2026-05-02|", "f1-d0_1|f1-d0_2|2026-05-02||2"]
    assert days == ["2026-05-02"] * 2


def test_visits_to_come_are_a_list_of_their_own(nights: Nights):
    nights.load("sales_doctor", "visits")
    nights.load("sales_doctor", "planned_visits")
    over = {key.partition("|")[0] for key in known(nights, "visits")}
    coming = {key.split("|")[2] for key in known(nights, "planned_visits")}
    assert over and coming and max(over) < min(coming)
    assert {visit["visited"] for visit in known(nights, "planned_visits").values()} == {0}


def test_a_method_that_is_switched_off_is_skipped_where_it_may_be(nights: Nights):
    nights.fault("sales_doctor", "switched_off", entity="getOrderDefect")
    assert "switched off" in nights.load("sales_doctor", "returns").unavailable
    nights.control("DELETE", "faults")
    nights.fault("sales_doctor", "switched_off", entity="getOrder")
    with pytest.raises(AccessDenied, match="getOrder: 403"):
        nights.load("sales_doctor", "orders")


def test_balances_are_of_clients_who_owe_or_are_owed_and_by_payment_type(nights: Nights):
    for stream in ("balances", "clients", "currencies"):
        nights.load("sales_doctor", stream)
    balances, clients = known(nights, "balances"), known(nights, "clients")
    assert {key.partition("-")[0] for key in balances} == {"f1", "f2"}
    assert set(balances) < set(clients), "who owes nothing is not listed"
    assert all(told["active"] in (True, False) for told in balances.values())
    assert all(told["active"] in ("Y", "N") for told in clients.values())
    assert any(told["balance"] < 0 for told in balances.values())
    types = {key.removeprefix("payment:") for key in known(nights, "currencies")}
    for key, told in balances.items():
        parts = told["by-currency"]
        assert round(sum(part["amount"] for part in parts), 2) == told["balance"]
        ids = {part["currency_id"].lower() for part in parts}
        assert not {one for one in ids if not {one, f"{key.partition('-')[0]}-{one}"} & types}


def test_a_balance_is_of_the_moment_and_is_gone_when_all_is_paid(nights: Nights):
    nights.load("sales_doctor", "balances")
    before = known(nights, "balances")
    nights.night(1)
    assert nights.load("sales_doctor", "balances").complete
    after = known(nights, "balances")
    assert any(after[key] != told for key, told in before.items() if key in after)
    assert before.keys() - after.keys(), "a client who has paid is deleted"


def test_balances_that_are_switched_off_are_skipped(nights: Nights):
    nights.fault("sales_doctor", "switched_off", entity="getBalance")
    assert "switched off" in nights.load("sales_doctor", "balances").unavailable


def test_too_often_is_waited_out_for_ten_seconds(nights: Nights):
    nights.fault("sales_doctor", "too_often", times=1)
    assert nights.load("sales_doctor", "agents").complete
    assert nights.slept == [10.0]


def test_price_types_say_of_which_currency_a_payment_type_is():
    here, dollars = Filial(), {"CS_id": "d0_9", "short": "USD"}
    known = Currencies("UZS", {"clearing": "EUR"})
    known.learn_currencies(
        [dollars, {"CS_id": "d0_8", "name": "сум"}, {"CS_id": "d0_7", "name": "shells"}], here
    )
    known.learn_price_types(
        [
            {"CS_id": "p1", "paymentType": {"CS_id": "cash"}, "valyutaType": {"CS_id": "D0_8"}},
            {"CS_id": "p2", "paymentType": {"CS_id": "usd"}, "valyutaType": {"CS_id": "d0_9"}},
            {"CS_id": "p3", "paymentType": {"CS_id": "mixed"}, "valyutaType": {"CS_id": "d0_9"}},
            {"CS_id": "p4", "paymentType": {"CS_id": "mixed"}, "valyutaType": {"CS_id": "d0_8"}},
            {"CS_id": "p5", "paymentType": {"CS_id": "odd"}, "valyutaType": {"CS_id": "d0_7"}},
        ],
        here,
    )
    told = {
        name: known.of_payment_type({"CS_id": name}, here) for name in ("cash", "usd", "mixed", "odd", "new")
    }
    assert told == {"cash": "UZS", "usd": "USD", "mixed": None, "odd": None, "new": "UZS"}
    assert known.of_payment_type({"CS_id": "x", "name": "Clearing"}, here) == "EUR"


def test_the_pretend_servers_currencies_are_found(nights: Nights):
    nights.load("sales_doctor", "currencies")
    codes = {key: record["_currency"] for key, record in known(nights, "currencies").items()}
    assert {"RUB", "USD", "KZT"} <= set(codes.values())
    assert codes["usual"] == "UZS"


def test_a_currency_without_a_code_is_no_setting():
    with pytest.raises(SettingsError, match="currency"):
        settings_of(SalesDoctor.settings_type, "s", {**SETTINGS, "currency": "sum"})
