"""What the pretend МойСклад lists: pages, filters, `expand`, the recycle bin, reports, the audit."""

import pytest

from tests.sandbox.pretend_company import FIRST_NIGHT

EVERYTHING = "isDeleted=true;isDeleted=false"
LAST_NIGHT = "2026-06-04T03:00:00+03:00"


def ids(rows):
    return [row["id"] for row in rows]


def listed(sandbox, kind, **params):
    return sandbox.moysklad(f"entity/{kind}", params=params).json()


def test_pages_lead_to_each_other_and_only_where_there_is_another(sandbox):
    whole = listed(sandbox, "customerorder", order="updated,asc;id,asc")
    assert not {"nextHref", "previousHref"} & set(whole["meta"])
    assert whole["meta"]["size"] == len(whole["rows"]) and whole["meta"]["limit"] == 1000
    assert whole["meta"]["type"] == "customerorder" and "employee" in whole["context"]
    pages = sandbox.moysklad_rows("entity/customerorder", order="updated,asc;id,asc", limit=7)
    assert ids(pages) == ids(whole["rows"]) and [row["updated"] for row in pages] == sorted(
        row["updated"] for row in pages
    )


def test_references_are_links_and_what_is_empty_is_not_there(sandbox):
    for row in listed(sandbox, "customerorder")["rows"]:
        assert row["agent"]["meta"]["href"].startswith(f"{sandbox.ready['moysklad']}/entity/counterparty/")
        assert set(row["agent"]) == {"meta"} and set(row["positions"]) == {"meta"}
        assert None not in row.values() and row["moment"].endswith(":00.000") and len(row["updated"]) == 23
        assert isinstance(row["sum"], float)
    assert any("owner" not in row for row in listed(sandbox, "paymentin")["rows"])


@pytest.mark.parametrize(("limit", "is_heard"), [(100, True), (101, False), (None, False)])
def test_expand_is_silently_not_heard_with_a_large_limit(sandbox, limit, is_heard):
    asked = {"expand": "agent,positions.assortment"} | ({"limit": limit} if limit else {})
    row = listed(sandbox, "demand", **asked)["rows"][0]
    assert ("rows" in row["positions"]) == is_heard == ("name" in row["agent"])
    if is_heard:
        assert "name" in row["positions"]["rows"][0]["assortment"]


def test_a_long_document_shows_a_hundred_positions_and_the_rest_at_their_own_address(sandbox):
    rows = listed(sandbox, "demand", limit=100, expand="positions", filter="applicable=false")["rows"]
    long = next(row for row in rows if row["positions"]["meta"]["size"] > 100)
    assert long["positions"]["meta"]["size"] == 150 and len(long["positions"]["rows"]) == 100
    own = sandbox.moysklad_rows(f"entity/demand/{long['id']}/positions", limit=60)
    assert len(own) == 150 and own[:100] == long["positions"]["rows"]


def test_equal_means_or_and_of_two_same_comparisons_the_first_counts(sandbox):
    rows = listed(sandbox, "paymentin", order="sum,asc")["rows"]
    first, second, last = rows[0], rows[1], rows[-1]
    both = listed(sandbox, "paymentin", filter=f"name={first['name']};name={second['name']}")["rows"]
    assert set(ids(both)) == {first["id"], second["id"]}
    neither = listed(sandbox, "paymentin", filter=f"name!={first['name']};name!={second['name']}")["rows"]
    assert len(neither) == len(rows) - 2
    won = listed(sandbox, "paymentin", filter=f"sum>{first['sum']};sum>{last['sum']}")["rows"]
    assert len(won) == len([row for row in rows if row["sum"] > first["sum"]])
    agent = first["agent"]["meta"]["href"]
    of_agent = listed(sandbox, "paymentin", filter=f"agent={agent};sum<={first['sum']}")["rows"]
    assert first["id"] in ids(of_agent) and {row["agent"]["meta"]["href"] for row in of_agent} == {agent}


def test_a_moment_may_be_cut_short_and_is_moscow_time(sandbox):
    rows = listed(sandbox, "demand", filter=EVERYTHING)["rows"]
    since = sorted(row["updated"] for row in rows)[len(rows) // 2]
    later = listed(sandbox, "demand", filter=f"updated>={since[:16]};{EVERYTHING}")["rows"]
    assert set(ids(later)) == {row["id"] for row in rows if row["updated"] >= since[:16]}
    assert len(listed(sandbox, "demand", filter=f"updated>{since};{EVERYTHING}")["rows"]) < len(later) + 1


def test_the_bin_shows_itself_only_when_asked_and_is_emptied_one_day(sandbox):
    sandbox.control("POST", "clock", {"now": LAST_NIGHT})
    kinds = ("customerorder", "paymentin", "demand", "invoiceout")
    deleted = {kind: listed(sandbox, kind, filter="isDeleted=true")["rows"] for kind in kinds}
    assert any(deleted.values())
    for kind, rows in deleted.items():
        whole, usual = listed(sandbox, kind, filter=EVERYTHING), listed(sandbox, kind)
        assert whole["meta"]["size"] == usual["meta"]["size"] + len(rows)
        assert all(row["deleted"] and not row["applicable"] for row in rows)
        assert not [row for row in usual["rows"] if "deleted" in row]
    sandbox.control("POST", "limits", {"moysklad": {"bin_days": 1}})
    left = sum(len(listed(sandbox, kind, filter="isDeleted=true")["rows"]) for kind in kinds)
    assert left < sum(len(rows) for rows in deleted.values())
    sandbox.control("POST", "clock", {"now": FIRST_NIGHT})


def test_what_is_gone_for_good_only_the_audit_remembers(sandbox):
    sandbox.control("POST", "clock", {"now": LAST_NIGHT})
    asked = {"filter": "eventType=delete", "limit": 100}
    contexts = sandbox.moysklad("audit", params=asked).json()["rows"]
    assert contexts and {row["eventType"] for row in contexts} == {"delete"}
    events = sandbox.moysklad(contexts[0]["events"]["meta"]["href"]).json()["rows"]
    gone = events[0]["entity"]["meta"]["href"]
    assert sandbox.moysklad(gone).json()["errors"][0]["code"] == 1021 and events[0]["diff"]
    assert sandbox.moysklad("audit").json()["meta"]["limit"] == 25
    sandbox.control("POST", "clock", {"now": FIRST_NIGHT})


def test_archived_entries_are_hidden_unless_asked(sandbox):
    usual = listed(sandbox, "employee")["rows"]
    everybody = listed(sandbox, "employee", filter="archived=true;archived=false")["rows"]
    assert {row["archived"] for row in usual} == {False} and len(everybody) == len(usual) + 1
    sandbox.control("POST", "limits", {"moysklad": {"archived_hidden": False}})
    assert len(listed(sandbox, "employee")["rows"]) == len(everybody)


def test_cost_of_a_line_is_asked_for_and_the_report_adds_it_up(sandbox):
    plain = listed(sandbox, "demand", limit=100, expand="positions")["rows"]
    assert not [line for row in plain for line in row["positions"]["rows"] if "stock" in line]
    asked = {"limit": 100, "expand": "positions", "fields": "stock"}
    rows = [row for row in sandbox.moysklad_rows("entity/demand", **asked) if row["applicable"]]
    lines = [line for row in rows for line in row["positions"]["rows"]]
    assert {line["assortment"]["meta"]["type"] for line in lines} == {"product", "variant", "service"}
    assert all(("stock" in line) != (line["assortment"]["meta"]["type"] == "service") for line in lines)
    period = {"momentFrom": "2026-01-01 00:00:00", "momentTo": "2026-12-31 00:00:00"}
    report = sandbox.moysklad_rows("report/profit/byproduct", limit=5, **period)
    cost = sum(line["stock"]["cost"] for line in lines if "stock" in line)
    assert cost and round(sum(row["sellCostSum"] for row in report)) == round(cost)
    sold = sum(line["price"] * line["quantity"] * (1 - line["discount"] / 100) for line in lines)
    assert round(sum(row["sellSum"] for row in report)) == round(sold)
    assert {row["assortment"]["meta"]["type"] for row in report} == {"product", "service"}
    by_variant = sandbox.moysklad_rows("report/profit/byvariant", **period)
    assert "variant" in {row["assortment"]["meta"]["type"] for row in by_variant}


def test_other_reports_answer(sandbox):
    demands = [row for row in listed(sandbox, "demand")["rows"] if row["applicable"]]
    customers = sandbox.moysklad_rows("report/counterparty", limit=1000)
    assert sum(row["demandsCount"] for row in customers) == len(demands)
    stock = sandbox.moysklad_rows("report/stock/all")
    assert ids(stock) if "id" in stock[0] else all(row["meta"]["type"] == "product" for row in stock)
    period = {"momentFrom": "2026-01-01", "momentTo": "2026-12-31"}
    for by in ("byemployee", "bycounterparty"):
        assert sandbox.moysklad_rows(f"report/profit/{by}", **period)


def test_custom_fields_and_statuses_are_described(sandbox):
    described = sandbox.moysklad("entity/customerorder/metadata").json()
    (field,) = described["attributes"]
    filled = [row for row in listed(sandbox, "customerorder")["rows"] if "attributes" in row]
    assert filled and {one["name"] for row in filled for one in row["attributes"]} == {field["name"]}
    states = {state["meta"]["href"]: state["name"] for state in described["states"]}
    row = filled[0]
    assert row["state"]["meta"]["href"] in states
    assert sandbox.moysklad(row["state"]["meta"]["href"]).json()["stateType"]


def test_who_may_not_see_a_customer_gets_a_link_that_says_so(sandbox):
    sandbox.fault("moysklad", "hidden_objects", entity="counterparty")
    row = listed(sandbox, "demand", limit=1, expand="agent")["rows"][0]
    assert row["agent"]["meta"]["permitted"] is False and "name" not in row["agent"]


def test_a_row_that_is_touched_while_pages_are_read_moves_behind_them(sandbox):
    asked = {"order": "updated,asc;id,asc", "limit": 10}
    usual = sandbox.moysklad_rows("entity/customerorder", **asked)
    sandbox.fault("moysklad", "rows_move", times=1)
    drifted = sandbox.moysklad_rows("entity/customerorder", **asked)
    assert set(ids(drifted)) < set(ids(usual)) and ids(drifted)[-1] == ids(usual)[0]
    assert len(drifted) == len(usual)


def test_retail_is_known_and_empty_and_the_assortment_is_everything_sold(sandbox):
    for kind in ("retaildemand", "retailshift", "prepayment", "bundle"):
        assert listed(sandbox, kind)["rows"] == []
    kinds = {row["meta"]["type"] for row in listed(sandbox, "assortment")["rows"]}
    assert kinds == {"product", "service", "variant"}
