"""What is asked of the pretend МойСклад is served or refused: never a wrong set of rows, never a fall."""

import pytest

DEMANDS, GONE = "entity/demand", "00000000-0000-1000-8000-000000000000"


def answer(sandbox, path, **params):
    return sandbox.moysklad(path, params=params)


def rows(sandbox, path, **params):
    told = answer(sandbox, path, **params)
    assert told.status_code == 200, told.text
    assert told.json()["meta"]["size"] == len(told.json()["rows"])
    return told.json()["rows"]


def code(told):
    (one,) = told.json()["errors"]
    return told.status_code, one["code"]


def ids(found):
    return [row["id"] for row in found]


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ("positions=5", 1034),
        ("attributes=5", 1034),
        ("rate=1", 1034),
        ("meta=x", 1034),
        ("payedSum=0", 1034),
        ("archived=false", 1034),
        ("inn=7700000000", 1034),
        ("updated~2026", 1034),
        ("sum~1", 1034),
        ("name>5", 1034),
        ("id>5", 1034),
        ("applicable>false", 1034),
        ("agent~=http", 1034),
        (f"agent={GONE}", 1014),
        ("applicable=yes", 1014),
        ("isDeleted=banana", 1014),
        ("sum=nan", 1014),
        ("sum>1_0", 1014),
        ("id=first", 1052),
        ("moment>=1969-12-31 00:00", 1035),
        ("moment>=2026-5-1", 1035),
    ],
)
def test_a_wrong_condition_is_refused_whatever_rows_there_are(sandbox, wish, told):
    assert code(answer(sandbox, DEMANDS, filter=wish)) == (400, told)
    if "isDeleted" not in wish and told != 1052:
        empty = answer(sandbox, DEMANDS, filter=f"id={GONE};{wish}")
        assert code(empty) == (400, told)


@pytest.mark.parametrize("wish", ["moment>=2026-01-01", "isDeleted=true", "sum>1", "applicable=true"])
def test_a_dictionary_has_no_fields_of_documents(sandbox, wish):
    assert code(answer(sandbox, "entity/counterparty", filter=wish)) == (400, 1034)


def test_each_sign_keeps_what_it_says(sandbox):
    every = rows(sandbox, DEMANDS)
    middle = sorted(row["sum"] for row in every)[len(every) // 2]
    for sign, holds in {
        "<": lambda own: own < middle,
        "<=": lambda own: own <= middle,
        ">": lambda own: own > middle,
        ">=": lambda own: own >= middle,
        "!=": lambda own: own != middle,
    }.items():
        kept = ids(rows(sandbox, DEMANDS, filter=f"sum{sign}{middle}"))
        assert kept == [row["id"] for row in every if holds(row["sum"])]
    name = every[0]["name"]
    for sign, part in (("~", name[1:-1].lower()), ("~=", name[:-1]), ("=~", name[1:].upper())):
        found = rows(sandbox, DEMANDS, filter=f"name{sign}{part}")
        assert every[0]["id"] in ids(found) and len(found) < len(every)


def test_an_empty_value_finds_what_has_none(sandbox):
    every = rows(sandbox, "entity/paymentin")
    without = rows(sandbox, "entity/paymentin", filter="owner=")
    owned = rows(sandbox, "entity/paymentin", filter="owner!=")
    assert without and not [row for row in without if "owner" in row]
    assert sorted(ids([*without, *owned])) == sorted(ids(every))


def test_documents_are_found_by_custom_field_state_and_what_they_sell(sandbox):
    orders = rows(sandbox, "entity/customerorder")
    marked = next(row for row in orders if "attributes" in row)
    field = marked["attributes"][0]
    found = rows(sandbox, "entity/customerorder", filter=f"{field['meta']['href']}={field['value']}")
    assert ids(found) == [marked["id"]]
    bare = rows(sandbox, "entity/customerorder", filter=f"{field['meta']['href']}=")
    assert ids(bare) == [row["id"] for row in orders if "attributes" not in row]
    unknown = field["meta"]["href"].replace(field["id"], GONE)
    assert code(answer(sandbox, "entity/customerorder", filter=f"{unknown}=1")) == (400, 1034)
    confirmed = rows(sandbox, "entity/customerorder", filter="state.name=Подтвержден")
    state = confirmed[0]["state"]["meta"]["href"]
    assert ids(confirmed) == [row["id"] for row in orders if row["state"]["meta"]["href"] == state]
    (line, *_) = sandbox.moysklad(orders[0]["positions"]["meta"]["href"]).json()["rows"]
    selling = rows(sandbox, "entity/customerorder", filter=f"assortment={line['assortment']['meta']['href']}")
    assert orders[0]["id"] in ids(selling) and len(selling) < len(orders)


def test_several_filters_are_one(sandbox):
    first, second = rows(sandbox, DEMANDS)[:2]
    both = rows(sandbox, DEMANDS, filter=[f"name={first['name']}", f"name={second['name']}"])
    assert {first["id"], second["id"]} == set(ids(both))
    assert code(answer(sandbox, DEMANDS, limit=[1, 2])) == (400, 1040)


def test_search_finds_beginnings_of_words(sandbox):
    every = rows(sandbox, "entity/counterparty")
    word = every[0]["name"].split()[-1].strip("«»")
    found = rows(sandbox, "entity/counterparty", search=word[:-1].lower())
    assert every[0]["id"] in ids(found) and len(found) < len(every)
    assert rows(sandbox, "entity/counterparty", search=f"{word} ничего") == []
    assert rows(sandbox, "entity/counterparty", search=word[1:]) == []


@pytest.mark.parametrize(
    "asked",
    [
        {"async": "true"},
        {"namedfilter": "http://x"},
        {"momentFrom": "2026-05-01"},
        {"groupBy": "product"},
        {"limit": "1_0"},
        {"limit": "9" * 5000},
        {"offset": "+1"},
    ],
)
def test_what_a_list_cannot_do_is_not_left_out_in_silence(sandbox, asked):
    assert code(answer(sandbox, DEMANDS, **asked)) == (400, 1040)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("entity/demand/metadata/meta", (404, 1002)),
        ("entity/demand/metadata/createShared", (404, 1002)),
        ("entity/demand/metadata/weather", (404, 1002)),
        (f"entity/weather/{GONE}/positions", (404, 1005)),
        ("entity/demand/first/positions", (400, 1052)),
        (f"entity/demand/{GONE}/positions", (404, 1021)),
        ("entity/demand?order=meta", (400, 1063)),
        ("entity/demand?order=agent", (400, 1063)),
        ("entity/demand?order=sum,down", (400, 1063)),
        ("audit?filter=eventType=weather", (400, 1041)),
        ("audit?filter=moment>2026-05-01", (400, 1034)),
        ("report/profit/byweather", (404, 1002)),
        (f"report/counterparty/{GONE}", (404, 1021)),
    ],
)
def test_a_wrong_path_or_order_is_told_by_its_code(sandbox, path, told):
    assert code(answer(sandbox, path)) == told


def test_positions_are_neither_filtered_nor_sorted_and_have_addresses(sandbox):
    demand = rows(sandbox, DEMANDS)[0]
    path = f"{DEMANDS}/{demand['id']}"
    assert code(answer(sandbox, f"{path}/positions", filter="quantity=9999")) == (400, 1034)
    assert code(answer(sandbox, f"{path}/positions", order="quantity")) == (400, 1063)
    assert code(answer(sandbox, f"{path}/weather")) == (404, 1002)
    line = rows(sandbox, f"{path}/positions")[0]
    own = sandbox.moysklad(line["meta"]["href"], params={"expand": "assortment"}).json()
    assert own["id"] == line["id"] and own["assortment"]["name"]
    assert code(answer(sandbox, f"{path}/positions/{GONE}")) == (404, 1021)


def test_the_audit_of_one_document_is_asked_for_by_the_document(sandbox):
    contexts = rows(sandbox, "audit", limit=100, filter="entityType=customerorder;eventType=create")
    event = sandbox.moysklad(contexts[0]["events"]["meta"]["href"]).json()["rows"][0]
    href = event["entity"]["meta"]["href"]
    own = sandbox.moysklad(f"{href}/audit").json()
    assert "create" in {one["eventType"] for one in own["rows"]}
    assert {one["entity"]["meta"]["href"] for one in own["rows"]} == {href}
    assert own["meta"]["type"] == "auditevent" and own["meta"]["limit"] == 25
    past = sandbox.moysklad(contexts[0]["events"]["meta"]["href"], params={"offset": 5}).json()
    assert past["rows"] == []


YEAR = {"momentFrom": "2026-01-01 00:00:00", "momentTo": "2026-12-31 00:00:00"}
PROFIT = "report/profit/byproduct"


def test_the_profit_of_some_goods_leaves_the_others_out(sandbox):
    every = rows(sandbox, PROFIT, **YEAR)
    goods = {row["assortment"]["meta"]["href"]: row for row in every}
    one, *_ = goods
    assert rows(sandbox, PROFIT, filter=f"product={one}", **YEAR) == [goods[one]]
    assert rows(sandbox, PROFIT, filter=f"product!={one}", **YEAR) == [
        row for href, row in goods.items() if href != one
    ]
    lying = {row["meta"]["href"] for row in rows(sandbox, "entity/assortment") if "productFolder" in row}
    every = [row for href, row in goods.items() if href in lying]
    folders = {row["meta"]["href"]: row for row in rows(sandbox, "entity/productfolder")}
    tops = [href for href, row in folders.items() if "productFolder" not in row]
    parts = [rows(sandbox, PROFIT, filter=f"productFolder={href}", **YEAR) for href in tops]
    assert sorted(row["profit"] for part in parts for row in part) == sorted(row["profit"] for row in every)
    assert all(len(part) < len(every) for part in parts)
    flat = [
        rows(sandbox, PROFIT, filter=f"productFolder={href};withSubFolders=false", **YEAR) for href in folders
    ]
    assert sum(map(len, flat)) == len(every)
    both = answer(sandbox, PROFIT, filter=f"product={one};productFolder={tops[0]}", **YEAR)
    assert code(both) == (400, 1069)


def test_the_profit_of_places_is_that_of_the_only_ones_there_are(sandbox):
    every = rows(sandbox, PROFIT, **YEAR)
    for field, kind in (("organization", "organization"), ("store", "store")):
        (own,) = rows(sandbox, f"entity/{kind}")
        assert rows(sandbox, PROFIT, filter=f"{field}={own['meta']['href']}", **YEAR) == every
        other = own["meta"]["href"].replace(own["id"], GONE)
        assert rows(sandbox, PROFIT, filter=f"{field}={other}", **YEAR) == []
    assert rows(sandbox, PROFIT, filter="entityType=demand", **YEAR) == every
    assert rows(sandbox, PROFIT, filter="entityType=retaildemand", **YEAR) == []
    channel = f"{sandbox.ready['moysklad']}/entity/saleschannel/{GONE}"
    assert rows(sandbox, PROFIT, filter=f"salesChannel={channel}", **YEAR) == []
    assert rows(sandbox, "report/profit/bysaleschannel", **YEAR) == []


@pytest.mark.parametrize(
    ("path", "wish", "told"),
    [
        (PROFIT, "weather=good", 1034),
        (PROFIT, "store!=http://x", 1034),
        (PROFIT, "store=main", 1014),
        (PROFIT, "entityType=order", 1041),
        (PROFIT, "withSubFolders=maybe", 1014),
        ("report/stock/all", "weather=good", 1034),
        ("report/stock/all", "stockMode=all", 1034),
        ("report/counterparty", "weather=good", 1034),
        ("report/counterparty", "name=x", 1034),
        ("report/counterparty", "demandsCount=many", 1014),
    ],
)
def test_a_report_refuses_a_filter_that_it_does_not_know(sandbox, path, wish, told):
    assert code(answer(sandbox, path, filter=wish)) == (400, told)


def test_stock_and_customers_are_told_of_who_is_asked_for(sandbox):
    stock = rows(sandbox, "report/stock/all")
    some = rows(sandbox, "report/stock/all", filter=f"product={stock[0]['meta']['href']}")
    assert some == stock[:1] and len(stock) > 1
    assert rows(sandbox, "report/stock/all", filter="archived=true") == []
    customers = rows(sandbox, "report/counterparty")
    buyer = max(customers, key=lambda row: row["demandsSum"])
    for wish in (
        f"id={buyer['counterparty']['id']}",
        f"counterparty.name={buyer['counterparty']['name']};demandsCount>=1",
        f"demandsSum={buyer['demandsSum']}",
    ):
        assert buyer in (kept := rows(sandbox, "report/counterparty", filter=wish))
        assert len(kept) < len(customers)
    assert sandbox.moysklad(buyer["meta"]["href"]).json() == buyer


def test_gains_and_losses_are_sorted_as_numbers():
    from sandbox.vendors.moysklad.filters import ordered

    told = [{"profit": profit} for profit in (5.0, -10.0, -5.0, 0.0)]
    assert [row["profit"] for row in ordered(told, "profit,asc", {})] == [-10.0, -5.0, 0.0, 5.0]


def test_a_report_may_be_paged_while_rows_move(sandbox):
    sandbox.fault("moysklad", "rows_move")
    assert answer(sandbox, PROFIT, limit=2, offset=2, **YEAR).status_code == 200


def test_what_the_user_may_not_see_finds_nothing(sandbox):
    agent = rows(sandbox, DEMANDS)[0]["agent"]["meta"]["href"]
    assert rows(sandbox, DEMANDS, filter=f"agent={agent}")
    sandbox.fault("moysklad", "hidden_objects")
    assert rows(sandbox, DEMANDS, filter=f"agent={agent}") == []
