"""Whatever is asked of a pretend vendor, in whatever words, has an answer of its own and never a fall."""

import json
import random
from importlib import import_module
from urllib.parse import urlencode

import pytest

from sandbox.company.charter import NIGHTS
from sandbox.company.layout import Layout
from sandbox.serving.site import Site
from sandbox.vendors.moysklad import door
from sandbox.vendors.moysklad.filterable import AUDIT, CUSTOMERS, PROFIT, STOCK, fields_of
from sandbox.vendors.uis import keys
from sandbox.vendors.uis.listings import LISTINGS
from sandbox.vendors.vk_ads import listings, oauth
from sandbox.vendors.yandex_metrica.declared import TOKEN
from sandbox.wire.exchange import Ask
from sandbox.wire.faults import FaultBoard
from sandbox.world.world import generate

TRIES = 400
MANY = {"units", "day_points", "minute_points", "rps", "hourly", "daily", "per_second", "logs_per_second"}
MANY |= {"reports_per_5_minutes", "per_day"}
WORDS = [
    *("", "0", "1", "-1", "true", "null", "ж", "\x00", "9" * 30, "9" * 5000, "1e9", "nan", ";", ",", "%"),
    *("\\;", "'", "[]", "=", "~", "__in", "2026-05-01", "2026-05-01 00:00:00", "0000-00-00", "http://"),
    *(
        "9999-12-31 23:59:59",
        "http://h/api/remap/1.2/entity/demand/x",
        "00000000-0000-1000-8000-000000000000",
    ),
]
VALUES = [*WORDS, None, True, 0, -1, 1.5, 10**30, float("inf"), float("nan"), [], {}, [1], ["a"], [None]]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    company = generate(7, 0.02, Layout(erp="moysklad", telephony="uis", ads="vk"))
    return Site(company, NIGHTS[-1], tmp_path_factory.mktemp("files"), FaultBoard())


@pytest.fixture
def asks(site):
    """Ask a vendor whose limits nobody reaches."""

    def start(vendor):
        (simulator,) = import_module(f"sandbox.vendors.{vendor}.declared").SIMULATORS
        running = simulator.start(site)
        for name in MANY & set(running.limits):
            setattr(running.limits[name], name, 10**9)

        def ask(method, path, query="", headers=None, body=b""):
            answer = running.answer(Ask(method, path, query, headers or {}, "http://h", body))
            assert answer.status < 500, (path, query, body)
            return answer

        return ask

    return start


def some(chance, names, words, most=3):
    """A query of some of the names, each with any word."""
    return {name: chance.choice(words) for name in chance.sample(names, chance.randint(0, most))}


def test_moysklad(asks):
    ask, chance = asks("moysklad"), random.Random(1)
    headers = {"accept-encoding": "gzip", "authorization": f"Bearer {door.TOKEN}"}
    kinds = ("demand", "customerorder", "paymentin", "counterparty", "assortment", "currency", "group")
    fields = sorted(
        {*PROFIT, *STOCK, *CUSTOMERS, *AUDIT, *(name for kind in kinds for name in fields_of(kind))}
    )
    paths = [f"entity/{kind}" for kind in kinds]
    paths += ["audit", "report/profit/byproduct", "report/stock/all", "report/counterparty"]
    signs = ("=", "!=", ">", "<", ">=", "<=", "~", "~=", "=~")
    for _ in range(TRIES):
        path = "/".join(
            (
                chance.choice(paths),
                *chance.choices([*WORDS, "metadata", "audit"], k=2)[: chance.randint(0, 2)],
            )
        )
        parts = [chance.choice(fields) + chance.choice(signs) + chance.choice(WORDS) for _ in range(2)]
        query = some(chance, ["order", "limit", "offset", "expand", "search", "momentTo"], WORDS + fields)
        query["filter"] = ";".join(parts[: chance.randint(0, 2)])
        ask("GET", f"/api/remap/1.2/{path}", urlencode(query), headers)


def condition(chance, listing, depth=0):
    if depth < 3 and chance.random() < 0.3:
        parts = [condition(chance, listing, depth + 1) for _ in range(chance.randint(0, 3))]
        return {"filters": parts, "condition": chance.choice(["and", "or", "xor"])}
    operator = chance.choice(["=", "!=", "<", "<=", ">", ">=", "in", "like", "jsquery", 1])
    return {"field": chance.choice(listing.fields), "operator": operator, "value": chance.choice(VALUES)}


def test_uis(asks):
    ask, chance = asks("uis"), random.Random(2)
    for _ in range(TRIES):
        method = chance.choice([*LISTINGS, "get.weather"])
        listing = LISTINGS.get(method, LISTINGS["get.tags"])
        params = some(chance, ["limit", "offset", "fields", "sort", "date_from"], VALUES, most=1)
        if listing.dated_by:
            params = {"date_from": "2026-05-01 00:00:00", "date_till": "2026-06-01 00:00:00"} | params
        params |= {"access_token": keys.TOKEN, "filter": condition(chance, listing)}
        params |= {"sort": [{"field": chance.choice(listing.fields), "order": "desc"}]}
        call = {"jsonrpc": "2.0", "id": chance.choice(VALUES), "method": method, "params": params}
        answer = ask("POST", "/v2.0", body=json.dumps(call).encode())
        assert answer.status == 200


def test_vk_ads(asks):
    ask, chance = asks("vk_ads"), random.Random(3)
    form = {"client_id": oauth.CLIENT_ID, "client_secret": oauth.CLIENT_SECRET}
    given = ask(
        "POST", oauth.TOKEN_PATH, body=urlencode(form | {"grant_type": "client_credentials"}).encode()
    )
    headers = {"authorization": f"Bearer {json.loads(given.body)['access_token']}"}
    for _ in range(TRIES):
        name = chance.choice([*listings.LISTINGS])
        listing = listings.LISTINGS[name]
        words = [*WORDS, *listing.fields, "active", "71000001"]
        ends = ("", f"/{chance.choice(WORDS)}")
        path = chance.choice([*(name + end for end in ends), f"statistics/{name}/day", "user", "throttling"])
        known = ["fields", "limit", "offset", "sorting", "id", "metrics", "date_from", "date_to"]
        hows = ("", "__in", "__gt", "__lte", "__ne", "__zz")
        filters = [f"_{field}{how}" for field in (*listing.filters, "x") for how in hows]
        ask("GET", f"/api/v2/{path}.json", urlencode(some(chance, known + filters, words)), headers)


def test_yandex_metrica(asks):
    ask, chance = asks("yandex_metrica"), random.Random(4)
    counter, headers = "/management/v1/counter/98000001", {"authorization": f"OAuth {TOKEN}"}
    day = {"date1": "2026-05-01", "date2": "2026-05-02"}
    report = {"ids": "98000001", "metrics": "ym:s:visits,ym:s:bounceRate", "dimensions": "ym:s:date"}
    log = day | {"source": "visits", "fields": "ym:s:visitID"}
    one = f"{counter}/logrequest/7777001"
    asked = [
        *[("GET", "/stat/v1/data", report)] * 6,
        *[("GET", "/management/v1/counters", {}), ("POST", f"{counter}/logrequests", log)],
        *[("GET", f"{counter}/logrequests/evaluate", log), ("GET", one, {}), ("POST", f"{one}/clean", {})],
        *[("GET", f"{one}/part/{chance.choice(['0', '9' * 5000])}/download", {})],
    ]
    names = ["date1", "date2", "filters", "sort", "limit", "offset", "accuracy", "include_undefined", "lang"]
    names += [
        "timezone",
        "attribution",
        "per_page",
        "search_string",
        "metrics",
        "dimensions",
        "fields",
        "ids",
    ]
    words = [*WORDS, "ym:s:date", "-ym:s:visits", "ym:s:date=='2026-05-05'", "ym:s:", "ym:", "+03:00"]
    for _ in range(TRIES):
        method, path, usual = chance.choice(asked)
        ask(method, path, urlencode({**usual, **some(chance, names, words, most=2)}), headers)
