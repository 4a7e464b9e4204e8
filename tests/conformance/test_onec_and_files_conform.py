"""1C and the plan files over the sandbox's real protocols: night after night, with every fault it knows."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import requests

from connectors.kit.errors import AccessDenied, SettingsError, SourceError, UnexpectedReply, VendorUnavailable
from connectors.kit.settings import settings_of
from connectors.kit.stream import Kind
from connectors.landing.landing import Landing
from connectors.loading.load import Receipt, load_stream, open_transport
from connectors.vendors.files.connector import Files, FilesSettings
from connectors.vendors.onec.connector import OneC, OneCSettings

CATALOGS = tuple(stream.name for stream in OneC.streams if stream.kind is Kind.WHOLE)
DOCUMENTS = tuple(stream.name for stream in OneC.streams if stream.kind is Kind.SWEEP)


@dataclass
class Company:
    """The sandbox process and a landing that one test fills."""

    ready: dict[str, Any]
    folder: Path = field(default_factory=Path)
    now: str = ""
    slept: list[float] = field(default_factory=list)

    def control(self, method: str, path: str, body: dict[str, Any] | None = None) -> None:
        answer = requests.request(method, f"{self.ready['url']}/_sandbox/{path}", json=body, timeout=60)
        assert answer.status_code == 200, answer.text

    def night(self, number: int) -> None:
        self.now = self.ready["nights"][number]
        self.control("POST", "clock", {"now": self.now})

    def fault(self, fault: str, vendor: str = "onec", **details: Any) -> None:
        self.control("POST", "faults", {"vendor": vendor, "fault": fault, **details})

    def onec(self, **settings: Any) -> OneC:
        login = {"user": self.ready["onec_user"], "password": self.ready["onec_password"]}
        return OneC(
            settings_of(OneCSettings, "onec_main", {"base_url": self.ready["onec"], **login, **settings})
        )

    def load(self, stream: str, *, reset: bool = False, **settings: Any) -> Receipt:
        return self._load(self.onec(**settings), "onec_main", stream, reset=reset)

    def load_plans(self) -> Receipt:
        files = Files(settings_of(FilesSettings, "plans", {"folder": self.ready["files"]}))
        return self._load(files, "plans", "sales_plan")

    def load_costs(self) -> Receipt:
        files = Files(settings_of(FilesSettings, "costs", {"folder": self.ready["costs"]}))
        return self._load(files, "costs", "costs")

    def _load(self, connector: Any, source: str, stream: str, *, reset: bool = False) -> Receipt:
        with requests.Session() as session:
            return load_stream(
                connector,
                connector.stream(stream),
                source=source,
                landing=Landing(str(self.folder / "landing")),
                transport=open_transport(
                    connector, session=session, sleep=self.slept.append, rate_dir=self.folder / "rates"
                ),
                beginning=datetime.fromisoformat("2026-01-01T00:00:00+03:00"),
                now=datetime.fromisoformat(self.now),
                reset=reset,
            )

    def told(self, stream: str) -> dict[str, Any]:
        """Key → record as the base shows all of it at once to somebody who asks without paging."""
        known = next(known for known in OneC.streams if known.name == stream)
        login = (self.ready["onec_user"].encode(), self.ready["onec_password"].encode())
        query = f"$format=json&$orderby={','.join(known.key)}"
        if known.kind is Kind.BY_DAY:
            query = "$format=json&$filter=RecordSet/any(r: r/Period ge datetime'2020-01-01T00:00:00')"
        answer = requests.get(f"{self.ready['onec']}{known.path}?{query}", auth=login, timeout=60)
        rows = answer.json(parse_float=str)["value"]
        return {"|".join(row[name] for name in known.key): row for row in rows}

    def landed(self, stream: str, room: str = "landing") -> list[dict[str, Any]]:
        files = sorted((self.folder / room).glob(f"*/*/{stream}/*/*.parquet"))
        return [row for file in files for row in pq.read_table(file).to_pylist()]

    def alive(self, stream: str) -> dict[str, Any]:
        """What staging believes: the newest batch of a catalog or a day, the latest version of a document."""
        rows = self.landed(stream)
        if stream in CATALOGS:
            rows = [row for row in rows if row["_batch_id"] == max(row["_batch_id"] for row in rows)]
        if stream == "cost_register":
            batches = Landing(str(self.folder / "landing")).batches("onec_main", stream)
            newest = {day: batch.batch_id for batch in batches for day in batch.days}
            rows = [row for row in rows if row["_batch_id"] == newest[row["_day"]]]
        known: dict[str, Any] = {}
        for row in rows:
            known[row["_key"]] = row["_payload"] and json.loads(row["_payload"], parse_float=str)
        return {key: payload for key, payload in known.items() if payload is not None}


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    state = str(tmp_path_factory.mktemp("company"))
    options = ("--state", state, "--scale", "0.05", "--parent-pid", str(os.getpid()))
    command = [sys.executable, "-m", "sandbox.serving.server", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        yield json.loads(server.stdout.readline())
        server.terminate()


@pytest.fixture
def company(process: dict[str, Any], tmp_path: Path) -> Iterator[Company]:
    company = Company(process, tmp_path)
    company.control("DELETE", "faults")
    company.night(0)
    yield company
    company.control("DELETE", "faults")


def test_a_base_that_promises_no_order_is_read_whole(company):
    company.fault("no_order")
    for stream in (*CATALOGS, *DOCUMENTS):
        receipt = company.load(stream, page_size=7, listing_size=15, chunk=3)
        assert receipt.complete and company.alive(stream) == company.told(stream), stream


def test_after_each_of_three_nights_the_landing_knows_exactly_what_the_base_holds(company):
    for number in range(3):
        company.night(number)
        for stream in (*CATALOGS, *DOCUMENTS):
            receipt = company.load(stream, page_size=7, listing_size=15, chunk=3)
            assert receipt.complete and not receipt.quarantined and not receipt.warnings
            assert company.alive(stream) == company.told(stream), f"{stream} on night {number}"


def test_after_each_night_the_days_that_are_over_hold_the_cost_that_the_register_holds(company):
    for number in range(3):
        company.night(number)
        receipt = company.load("cost_register")
        assert receipt.complete and receipt.rows > 0 and not receipt.quarantined and not receipt.warnings
        over = {
            key: entry
            for key, entry in company.told("cost_register").items()
            if entry["RecordSet"][0]["Period"] < company.now[:10]
        }
        assert company.alive("cost_register") == over, f"on night {number}"


def test_a_month_closed_between_two_nights_rewrites_what_was_landed(company):
    company.load("cost_register")
    before = company.alive("cost_register")
    company.night(1)
    again = company.load("cost_register")
    assert again.days[0] == "2026-05-01" and again.days[-1] == "2026-06-02"
    after = company.alive("cost_register")
    assert [key for key in before if after.get(key) not in (None, before[key])]


def test_how_many_months_of_cost_are_read_again_is_a_setting(company):
    company.load("cost_register")
    company.night(1)
    assert company.load("cost_register", cost_months=1).days == ("2026-06-01", "2026-06-02")
    assert company.load("cost_register", cost_months=8).days[0] == "2026-01-01"


def test_a_register_that_is_too_much_for_the_base_is_asked_for_in_halves(company):
    company.load("cost_register")
    whole = company.alive("cost_register")
    company.fault("oom_big_page", path="/AccumulationRegister_", top=2)
    receipt = company.load("cost_register", reset=True)
    assert receipt.complete and company.alive("cost_register") == whole


OPTIONAL = tuple(stream for stream in OneC.streams if stream.optional)


@pytest.mark.parametrize("stream", OPTIONAL, ids=lambda stream: stream.name)
def test_an_object_that_a_base_may_well_not_publish_lands_nothing_and_fails_nobody(company, stream):
    company.fault("unpublished", entity=stream.path.removeprefix("/"))
    receipt = company.load(stream.name)
    assert "is not published by the base. Fix: ask the 1C administrator" in receipt.unavailable
    assert company.landed(stream.name) == []
    company.control("DELETE", "faults")
    assert company.load(stream.name).rows > 0


def test_what_was_published_once_stays_landed_when_it_no_longer_is(company):
    company.load("currency_rates")
    before = company.alive("currency_rates")
    company.fault("unpublished", entity="InformationRegister_КурсыВалют")
    assert company.load("currency_rates").unavailable
    assert company.alive("currency_rates") == before


def test_a_register_with_only_one_of_its_costs_is_no_warning_and_with_none_it_is(company):
    register = "AccumulationRegister_ВыручкаИСебестоимостьПродаж"
    company.fault("missing_field", entity=register, field="СебестоимостьРегл")
    assert company.load("cost_register").warnings == ()
    company.fault("missing_field", entity=register, field="Стоимость")
    assert company.load("cost_register").warnings == (
        f"{register} lacks RecordSet/СебестоимостьРегл|RecordSet/Стоимость in this base",
    )


def test_old_rates_can_be_left_out(company):
    whole = company.load("currency_rates")
    fewer = company.load("currency_rates", rates_from="2026-05-01")
    assert 0 < fewer.rows < whole.rows


def test_a_second_look_in_the_same_night_fetches_no_document_again(company):
    assert company.load("orders").rows > 0
    assert company.load("orders").rows == 0


def without_versions(rows: dict[str, Any]) -> dict[str, Any]:
    """A row that moves was written: it has a new version and the same content."""
    return {key: row | {"DataVersion": ""} for key, row in rows.items()}


FLEETING = [
    {"fault": "http_500", "body": "json", "times": 1},
    {"fault": "http_500", "body": "html", "times": 1},
    {"fault": "http_503_retry_after", "times": 2, "retry_after": 7},
    {"fault": "rate_limited", "times": 1, "retry_after": 3},
    {"fault": "dead", "times": 1},
    {"fault": "truncated_body", "times": 1},
    {"fault": "slow", "times": 1, "seconds": 0.6},
    {"fault": "oom_big_page", "top": 3},
    {"fault": "rows_move", "times": 1},
    {"fault": "rows_move", "times": 1, "from_request": 4},
]


@pytest.mark.parametrize("fault", FLEETING, ids=lambda fault: f"{fault['fault']}-{fault.get('body', '')}")
@pytest.mark.parametrize("stream", ["orders", "counterparties"])
def test_trouble_that_passes_leaves_no_trace_in_what_is_landed(company, stream, fault):
    told = company.told(stream)
    company.fault(path="/Document_" if stream == "orders" else "/Catalog_", **fault)
    receipt = company.load(stream, page_size=7, listing_size=15, read_timeout=0.5)
    assert receipt.complete
    assert without_versions(company.alive(stream)) == without_versions(told)


LASTING = [
    ({"fault": "token_expired"}, AccessDenied, "401"),
    ({"fault": "forbidden"}, AccessDenied, "Нарушение прав доступа"),
    ({"fault": "html_page"}, AccessDenied, "another kind of page"),
    ({"fault": "http_500", "body": "json"}, VendorUnavailable, "исчерпано место во временном каталоге"),
    ({"fault": "dead"}, VendorUnavailable, "no whole answer"),
    ({"fault": "repeat_page", "path": "/Document_"}, UnexpectedReply, "same page twice"),
    ({"fault": "hidden_rows", "path": "/Document_"}, AccessDenied, "Недостаточно прав"),
    ({"fault": "unpublished", "entity": "Document_ЗаказКлиента"}, AccessDenied, "is not published"),
]


@pytest.mark.parametrize(("fault", "kind", "words"), LASTING, ids=lambda value: str(value)[:40])
def test_trouble_that_stays_is_told_by_who_has_to_act_and_deletes_nothing(company, fault, kind, words):
    company.load("orders")
    before = company.alive("orders")
    company.fault(**fault)
    with pytest.raises(kind, match=words) as told:
        company.load("orders", page_size=7, listing_size=15)
    assert isinstance(told.value, SourceError) and told.value.fix and told.value.origin == "onec_main.orders"
    assert company.ready["onec_password"] not in str(told.value)
    assert company.alive("orders") == before


def test_rows_hidden_from_us_are_missing_only_if_the_deployment_allows_it(company):
    told = company.told("orders")
    company.fault("hidden_rows", rows=2, path="/Document_")
    assert company.load("orders", allowed_only=True).rows == len(told) - 2


def test_a_field_missing_in_an_older_release_is_a_warning(company):
    company.fault("missing_field", entity="Document_ЗаказКлиента", field="Менеджер_Key")
    receipt = company.load("orders")
    assert receipt.warnings == ("Document_ЗаказКлиента lacks Менеджер_Key in this base",)


def test_a_row_without_its_key_is_kept_aside(company):
    told = company.told("orders")
    company.fault("drop_key", path="/Document_", times=1)
    receipt = company.load("orders")
    assert receipt.quarantined == 1
    assert company.alive("orders") == told


def test_the_plan_of_every_night_lands_in_the_kopecks_of_the_planners(company):
    for number in range(3):
        company.night(number)
        receipt = company.load_plans()
        assert receipt.complete and receipt.rows > 0 and not receipt.quarantined and not receipt.warnings
    row = company.landed("sales_plan")[0]
    assert row["_key"] == "План продаж.xlsx:План:2"
    assert json.loads(row["_payload"]).keys() == {
        *("month", "unit_type", "unit", "metric", "plan", "version"),
        *("_file", "_sheet", "_row"),
    }


def test_the_costs_of_every_night_land_in_the_kopecks_of_the_bookkeepers(company):
    counts = []
    for number in range(3):
        company.night(number)
        receipt = company.load_costs()
        assert receipt.complete and not receipt.quarantined and not receipt.warnings
        counts.append(receipt.rows)
    assert 0 < counts[0] < counts[1] <= counts[2]
    row = json.loads(company.landed("costs")[0]["_payload"])
    assert row["cost_type"] in ("payroll", "other") and row["vat_basis"] == "net"


def test_a_word_in_place_of_a_number_keeps_out_that_row_alone(company):
    healthy = company.load_plans()
    company.fault("text_in_number", vendor="files", row=4)
    company.night(0)
    spoilt = company.load_plans()
    assert (spoilt.rows, spoilt.quarantined) == (healthy.rows - 1, 1)
    (wrong,) = company.landed("sales_plan", room="quarantine")
    assert wrong["_reason"].startswith(
        'План продаж.xlsx, sheet "План", row 6: column "План" (E) holds a text'
    )


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [("missing_file", SettingsError, "no file"), ("broken_file", UnexpectedReply, "cannot be read")],
)
def test_a_plan_that_is_gone_or_broken_leaves_the_last_good_one(company, fault, kind, words):
    company.load_plans()
    company.fault(fault, vendor="files")
    company.night(0)
    with pytest.raises(kind, match=words):
        company.load_plans()
    batches = Landing(str(company.folder / "landing")).batches("plans", "sales_plan")
    assert [batch.complete for batch in batches] == [True]
