"""What Airbyte, Fivetran, dlt or a job of one's own has loaded lands as if the vendor had said it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
import requests

from connectors.kit.cursor import Window
from connectors.kit.errors import SettingsError, SourceError, UnexpectedReply, VendorUnavailable
from connectors.kit.stream import Kind
from orchestration.deployment.settings import connector_types, open_connectors
from orchestration.doctor.asking import Asked, ask_source
from orchestration.failures import DeploymentError
from tests.loaded.filled import BEGINNING, LEADS, LOADED, NIGHT, House, as_rows, run, told

DLT = (
    "create schema crm",
    "create table crm._dlt_loads (load_id text, schema_name text, status bigint, inserted_at timestamptz)",
    "insert into crm._dlt_loads values ('1780360000.5', 'amo', 0, '2026-06-02 01:00:00+00')",
    "create table crm.leads (id bigint, name text, price double, updated_at bigint, is_deleted boolean,"
    " closed_on timestamptz, _dlt_load_id text, _dlt_id text)",
    "insert into crm.leads values"
    " (41, 'Кабель', 1000.5, 1780000000, false, null, '1780360000.5', 'a'),"
    " (42, 'Лоток ''б/у''', 0, 1780000100, false, '2026-05-01 12:00:00+03', '1780360000.5', 'b')",
    "create table crm.leads__custom_fields_values (field_id bigint, _dlt_parent_id text,"
    " _dlt_list_idx bigint, _dlt_id text)",
    "insert into crm.leads__custom_fields_values values (8, 'a', 1, 'a8'), (7, 'a', 0, 'a7')",
    "create table crm.leads__custom_fields_values__values (value text, value__v_bigint bigint,"
    " enum_id bigint, _dlt_parent_id text, _dlt_list_idx bigint, _dlt_id text)",
    "insert into crm.leads__custom_fields_values__values values ('Сайт', null, 3, 'a7', 0, 'x'),"
    " (null, 13, null, 'a8', 1, 'z'), (null, 12, null, 'a8', 0, 'y')",
    "create table crm.leads___embedded__contacts (id bigint, is_main boolean, _dlt_parent_id text,"
    " _dlt_list_idx bigint, _dlt_id text)",
    "insert into crm.leads___embedded__contacts values (5, true, 'a', 0, 'c')",
)


def airbyte(file: Path, records: list[dict[str, object]], at: str = LOADED) -> None:
    rows = as_rows(records, file.parent)
    run(file, f"create or replace table leads as select *, timestamptz '{at}' as _airbyte_extracted_at,"
        f" 'r' as _airbyte_raw_id, json('{{\"changes\": []}}') as _airbyte_meta from {rows}")  # fmt: skip


def test_a_typed_table_of_airbyte_lands_its_records_and_is_known_until_its_last_sync(
    house: House, file: Path
):
    airbyte(file, LEADS)

    receipt = house.load()

    assert (receipt.rows, receipt.complete, receipt.quarantined) == (2, True, 0)
    assert house.records() == [told(lead) for lead in LEADS]
    assert house.newest().observed_at == house.newest().window_to == datetime(2026, 6, 2, 1, tzinfo=UTC)
    assert house.newest().vendor == "amocrm" and not house.newest().warnings
    coverage = house.landing.coverage("amocrm_main", "leads", BEGINNING)
    assert coverage.covered_to == datetime(2026, 6, 2, 1, tzinfo=UTC)


def test_only_what_changed_lands_again_and_what_vanished_is_deleted(house: House, file: Path):
    airbyte(file, LEADS)
    house.load()
    airbyte(file, [{**LEADS[0], "price": 7}], at="2026-06-03 01:00:00+00")

    first = house.newest().observed_at
    receipt = house.load(now=datetime(2026, 6, 3, 3, tzinfo=UTC))

    # what a stream that is read for the records of this one has to ask for
    assert house.landing.keys_seen("amocrm_main", "leads", Window(BEGINNING, first)) == ["41", "42"]
    assert house.landing.keys_seen("amocrm_main", "leads", Window(first, NIGHT + timedelta(days=1))) == [
        "41",
        "42",
    ]
    assert (
        house.landing.keys_seen(
            "amocrm_main", "leads", Window(NIGHT + timedelta(days=1), NIGHT + timedelta(days=2))
        )
        == []
    )
    assert [(row["_key"], row["_op"]) for row in house.rows()] == [("41", "upsert"), ("42", "delete")]
    assert house.records()[0]["price"] == 7 and receipt.deletes == 1
    assert house.load(now=datetime(2026, 6, 3, 4, tzinfo=UTC)).rows == 0


def test_a_raw_table_of_airbyte_gives_the_newest_record_of_a_key_and_no_deleted_one(house: House, file: Path):
    gone = {"id": 43, "_ab_cdc_deleted_at": "2026-06-01"}
    told_twice = [(LEADS[0], "01"), ({**LEADS[0], "name": "Провод"}, "02"), ({"id": 43}, "01"), (gone, "02")]
    run(
        file,
        "create table leads (_airbyte_raw_id text, _airbyte_extracted_at timestamptz, _airbyte_data json)",
    )
    with duckdb.connect(str(file)) as base:
        base.executemany(
            "insert into leads values ('r', ?::timestamptz, ?)",
            [[f"2026-06-02 {hour}:00:00+00", json.dumps(record)] for record, hour in told_twice],
        )

    house.load()

    assert house.records() == [told({**LEADS[0], "name": "Провод"})]


def test_a_table_of_fivetran_leaves_out_what_it_marks_as_deleted(house: House, file: Path):
    rows = as_rows(LEADS, file.parent)
    run(file, f"create table leads as select *, timestamptz '{LOADED}' as _fivetran_synced,"
        f" id = 42 as _fivetran_deleted from {rows}")  # fmt: skip

    house.load()

    assert house.records() == [told(LEADS[0])]


def test_the_child_tables_of_dlt_become_lists_again_and_its_loads_tell_how_far_it_came(
    house: House, file: Path
):
    run(file, *DLT)

    house.load()

    assert house.records() == [told(LEADS[0]), told({**LEADS[1], "closed_on": "2026-05-01T09:00:00+00:00"})]
    assert house.newest().observed_at == datetime(2026, 6, 2, 1, tzinfo=UTC)


def test_rows_of_a_load_of_dlt_that_has_not_ended_are_left_out_and_counted(house: House, file: Path):
    run(file, *DLT, "insert into crm.leads (id, _dlt_load_id, _dlt_id) values (99, '1780370000.1', 'n')")

    house.load()

    assert [row["_key"] for row in house.rows()] == ["41", "42"]
    assert any("1 rows belong to a load that has not ended" in one for one in house.newest().warnings)


def test_a_folder_of_parquet_and_columns_by_other_names_are_read_too(house: House, tmp_path: Path):
    (tmp_path / "lake" / "deals").mkdir(parents=True)
    deals = [{"deal_id": 41, "title": "Кабель", "tags": '[{"id": 1}]'}, {"deal_id": 42, "title": "[Лоток]"}]
    rows = as_rows(deals, tmp_path)
    with duckdb.connect() as connection:
        connection.execute(f"copy (select *, timestamptz '{LOADED}' as seen_at, false as gone from {rows})"
                           f" to '{tmp_path}/lake/deals/1.parquet'")  # fmt: skip
    table = {
        "table": "deals",
        "columns": {"deal_id": "id", "title": "name"},
        "loaded_at": "seen_at",
        "deleted": "gone",
    }
    house.tables = {"place": "lake", "streams": {"leads": table}}

    house.load()

    # Parquet keeps nested fields as text: they are nested again
    assert house.records() == [
        {
            "id": 41,
            "name": "Кабель",
            "tags": [{"id": 1}],
            "seen_at": "2026-06-02T01:00:00+00:00",
            "gone": False,
        },
        {"id": 42, "name": "[Лоток]", "seen_at": "2026-06-02T01:00:00+00:00", "gone": False},
    ]


def test_a_folder_whose_name_looks_like_a_pattern_is_read_as_it_is_called(house: House, tmp_path: Path):
    for folder, lead in (("lake?", 41), ("lakes", 42)):
        (tmp_path / folder).mkdir()
        file = tmp_path / folder / "leads.parquet"
        with duckdb.connect() as connection:
            row = connection.sql(f"select {lead} as id, timestamptz '{LOADED}' as seen_at").to_arrow_table()
        pq.write_table(row, file)
    house.tables = {"place": "lake?", "streams": {"leads": {"table": "leads", "loaded_at": "seen_at"}}}

    house.load()

    assert [record["id"] for record in house.records()] == [41]


def test_an_old_load_says_that_what_came_later_is_unknown(house: House, file: Path):
    airbyte(file, LEADS, at="2026-05-20 01:00:00+00")

    house.load()

    assert house.newest().window_to == datetime(2026, 5, 20, 1, tzinfo=UTC)
    assert any("last ended at 2026-05-20 01:00 UTC" in one for one in house.newest().warnings)


def test_an_empty_table_is_not_a_company_without_leads(house: House, file: Path):
    airbyte(file, LEADS)
    house.load()
    run(file, "truncate leads")
    with pytest.raises(UnexpectedReply, match="nothing tells when leads was last filled"):
        house.load()
    run(file, f"create table log as select timestamptz '{LOADED}' as at")
    house.tables["ended"] = "main.log.at"

    with pytest.raises(UnexpectedReply, match="is empty and had 2 records"):
        house.load()


def test_a_record_without_its_key_goes_to_quarantine(house: House, file: Path):
    airbyte(file, [*LEADS, {"name": "?"}])

    assert (house.load().quarantined, len(house.rows())) == (1, 2)


def test_the_doctor_reads_each_table_once_and_names_what_is_missing(house: House, file: Path):
    airbyte(file, LEADS, at="2026-05-20 01:00:00+00")

    asked = _examined(house)
    house.tables["streams"] = {"leads": {"table": "deals"}}
    wrong = _examined(house)

    assert (asked.streams, asked.causes) == (1, ())
    assert any("last ended at 2026-05-20" in one for one in asked.warnings)
    assert "there is no table deals" in str(wrong.causes[0])
    assert not house.landing.batches("amocrm_main", "leads")


def _examined(house: House) -> Asked:
    return ask_source(
        house.deployment, "amocrm_main", house.connector, requests.Session(), lambda _: None, lambda: NIGHT
    )


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        ({"place": "gone.duckdb"}, SettingsError, "no file and no folder"),
        ({"streams": {"leads": {"table": "deals"}}}, SettingsError, "no table deals; there are: .*main.lea"),
        ({"streams": {"leads": {"table": "users"}}}, SettingsError, "several tables .* a.users, b.users"),
        ({"streams": {"leads": {"table": "leads", "deleted": "gone"}}}, SettingsError, "has no column gone"),
        ({"place": "torn.duckdb"}, VendorUnavailable, "could not be read"),
        (
            {"place": "postgresql://nobody:secret@127.0.0.1:1/raw"},
            VendorUnavailable,
            "127.0.0.1/raw could not",
        ),
        (
            {"place": "postgresql://127.0.0.1:1/raw?user=nobody&password=secret"},
            VendorUnavailable,
            "127.0.0.1/raw could not",
        ),
        (
            {"place": "postgresql://nobody:se/cret@127.0.0.1:1/raw?password=secret"},
            VendorUnavailable,
            "127.0.0.1:1/raw could not",
        ),
        ({"place": "postgresql://127.0.0.1/raw?password=sec%ret"}, VendorUnavailable, "could not be read"),
        ({"place": "mysql://nobody:secret@127.0.0.1/raw"}, SettingsError, "no folder mysql://"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(house: House, file: Path, change, error, said):
    airbyte(file, LEADS)
    run(
        file,
        "create schema a",
        "create schema b",
        "create table a.users (i int)",
        "create table b.users (i int)",
    )
    file.with_name("torn.duckdb").write_bytes(file.read_bytes()[:5000])
    house.tables |= change

    with pytest.raises(error, match=said) as raised:
        house.load()

    assert isinstance(raised.value, SourceError)
    assert not any(part in str(raised.value) for part in ("secret", "cret@", "sec%ret"))


def test_a_vendor_is_asked_for_the_streams_without_a_table_alone(house: House, file: Path):
    kind = connector_types(house.deployment)["amocrm_main"]
    assert [stream.name for stream in kind.streams] == ["leads"] and house.connector.base_url() == ""

    house.more = {
        "streams": ["leads", "users"],
        "settings": {"subdomain": "sevsvet", "token": {"env": "TOKEN"}},
    }
    house.environment = {"TOKEN": "a-token"}
    kind = connector_types(house.deployment)["amocrm_main"]
    kinds = {stream.name: stream.kind for stream in kind.streams}
    assert (kinds["leads"], kinds["contacts"]) == (Kind.SWEEP, Kind.CHANGED_SINCE)
    assert house.connector.base_url() == "https://sevsvet.amocrm.ru/api/v4"
    airbyte(file, LEADS)
    assert house.load(now=NIGHT).rows == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"streams": {"deals": {"table": "leads"}}}, "deals is not a stream of amocrm"),
        (
            {"place": {"env": "NOWHERE"}, "streams": {"leads": {"table": "leads"}}},
            "needs the environment variable",
        ),
    ],
)
def test_what_the_file_says_wrong_of_tables_is_named(house: House, change, said):
    house.tables |= change
    with pytest.raises(DeploymentError, match=said):
        open_connectors(house.deployment)
