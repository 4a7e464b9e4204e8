"""A folder of tables becomes batches like any source: whole, with wrong rows aside, or refused by name."""

import datetime as dt
import json

import pyarrow.parquet as pq
import pytest
import requests

from connectors.kit.errors import SettingsError, UnexpectedReply
from connectors.kit.settings import settings_of
from connectors.landing.landing import Landing
from connectors.loading.load import load_stream, open_transport
from connectors.tables.streams import CONTRACTS
from connectors.vendors.files.connector import Files, FilesSettings
from tests.files.books import workbook

HEADER = ["Месяц", "Уровень", "Сотрудник", "Показатель", "План"]
GOOD = [dt.date(2026, 6, 1), "Компания", None, "Обращения", 900]
NIGHT = dt.datetime(2026, 6, 2, tzinfo=dt.UTC)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "tables"
    folder.mkdir()
    return folder


def load(folder, stream="sales_plan", *, pattern="plan*.xlsx", night=0):
    files = Files(settings_of(FilesSettings, "plans", {"folder": str(folder), "streams": {stream: pattern}}))
    landing = Landing(str(folder.parent / "landing"))
    transport = open_transport(files, session=requests.Session(), rate_dir=folder.parent / "rates")
    return load_stream(
        files,
        files.stream(stream),
        source="plans",
        landing=landing,
        transport=transport,
        beginning=NIGHT,
        now=NIGHT + dt.timedelta(days=night),
    )


def parquet(folder, room):
    files = sorted((folder.parent / room).glob("files/plans/*/*/*.parquet"))
    return [row for file in files for row in pq.read_table(file).to_pylist()]


def test_rows_land_under_the_contracts_names_and_wrong_ones_beside_them(folder):
    workbook(folder / "plan_june.xlsx", {"План": [HEADER, GOOD, [*GOOD[:4], "девятьсот"]]})
    receipt = load(folder)
    assert (receipt.rows, receipt.quarantined, receipt.complete, receipt.requests) == (1, 1, True, 0)
    (row,) = parquet(folder, "landing")
    assert row["_key"] == "plan_june.xlsx:План:2" and row["_op"] == "upsert"
    assert json.loads(row["_payload"]) == {
        "month": "2026-06-01",
        "unit_type": "company",
        "unit": "",
        "metric": "leads_count",
        "plan": "900.00",
        "version": 1,
        "_file": "plan_june.xlsx",
        "_sheet": "План",
        "_row": 2,
    }
    (wrong,) = parquet(folder, "quarantine")
    assert 'row 3: column "План" (E) holds a text' in wrong["_reason"] and "девятьсот" not in wrong["_reason"]
    assert json.loads(wrong["_payload"])["plan"] == "девятьсот"


def test_all_files_of_a_pattern_are_read_together_and_contradict_each_other_by_name(folder):
    workbook(folder / "plan_1.xlsx", {"План": [HEADER, GOOD]})
    workbook(folder / "old" / "plan_2.xlsx", {"План": [HEADER, [*GOOD[:4], 950]]})
    receipt = load(folder, pattern="**/plan*.xlsx")
    assert (receipt.rows, receipt.quarantined) == (0, 2)
    assert "contradicts" in parquet(folder, "quarantine")[0]["_reason"]
    assert {row["_reason"].split(",")[0] for row in parquet(folder, "quarantine")} == {
        "old/plan_2.xlsx",
        "plan_1.xlsx",
    }


def test_what_a_spreadsheet_program_keeps_beside_an_open_file_is_no_table(folder):
    workbook(folder / "plan.xlsx", {"План": [HEADER, GOOD]})
    (folder / "~$plan.xlsx").write_bytes(b"\x05owner")
    (folder / ".~lock.plan.xlsx").write_bytes(b"owner")
    assert load(folder, pattern="*plan*").rows == 1


def test_a_pattern_without_a_file_is_an_error_and_not_an_empty_plan(folder):
    with pytest.raises(
        SettingsError, match=r"fits the pattern plan\*\.xlsx of the stream sales_plan"
    ) as error:
        load(folder)
    assert "streams.sales_plan" in error.value.fix and error.value.origin == "plans.sales_plan"


def usual(folder, stream):
    files = Files(settings_of(FilesSettings, "tables", {"folder": str(folder)}))
    transport = open_transport(files, session=requests.Session(), rate_dir=folder.parent / "rates")
    return load_stream(
        files,
        files.stream(stream),
        source="plans",
        landing=Landing(str(folder.parent / "landing")),
        transport=transport,
        beginning=NIGHT,
        now=NIGHT,
    )


@pytest.mark.parametrize("stream", sorted(CONTRACTS))
def test_a_table_that_nobody_keeps_is_empty_and_no_failure(folder, stream):
    receipt = usual(folder, stream)
    assert (receipt.rows, receipt.complete) == (0, True)
    missed = [f"there is no file {'*.xlsx' if stream in ('sales_plan', 'costs') else stream + '.csv'}"]
    expected = missed if stream in ("stages", "sales_plan", "costs") else []
    assert [warning.split(" in ")[0] for warning in receipt.warnings] == expected


def test_a_mapping_that_was_named_is_missed_when_it_is_not_there(folder):
    receipt = load(folder, "channels", pattern="channels.csv")
    assert receipt.complete and "no file channels.csv" in receipt.warnings[0]


def test_a_mapping_that_had_rows_and_is_gone_leaves_yesterdays(folder):
    file = folder / "channels.csv"
    file.write_text("source,value,channel_key\na,Сайт,site\n", encoding="utf-8")
    assert usual(folder, "channels").rows == 1
    file.unlink()
    with pytest.raises(SettingsError, match=r"fits the pattern channels\.csv") as stopped:
        usual(folder, "channels")
    assert "header row only" in stopped.value.fix
    file.write_text("source,value,channel_key\n", encoding="utf-8")
    assert usual(folder, "channels").complete
    file.unlink()
    assert usual(folder, "channels").complete


def test_a_missing_folder_is_named(folder):
    folder.rmdir()
    with pytest.raises(SettingsError, match="there is no folder"):
        load(folder)


def test_a_broken_file_leaves_yesterdays_plan_as_it_was_and_every_broken_one_is_named(folder):
    workbook(folder / "plan_1.xlsx", {"План": [HEADER, GOOD]})
    load(folder)
    (folder / "plan_2.xlsx").write_bytes(b"half")
    (folder / "plan_3.xlsx").write_bytes(b"half")
    with pytest.raises(UnexpectedReply, match=r"plan_2\.xlsx cannot be read.*plan_3\.xlsx cannot be read"):
        load(folder, night=1)
    batches = Landing(str(folder.parent / "landing")).batches("plans", "sales_plan")
    assert [batch.complete for batch in batches] == [True]


def test_a_note_about_how_a_file_was_read_travels_with_the_batch(folder):
    text = "source,value,channel_key\namocrm_main,Сайт,site\n"
    (folder / "channels.csv").write_bytes(text.encode("cp1251"))
    receipt = load(folder, "channels", pattern="channels.csv")
    assert receipt.warnings == ("channels.csv is not UTF-8 and was read as Windows-1251",)


def test_without_patterns_a_stream_is_looked_for_under_its_usual_name(folder):
    files = Files(settings_of(FilesSettings, "mappings", {"folder": str(folder)}))
    assert len(files.streams) == len(CONTRACTS)
    usual = {stream: files.settings.streams[stream] for stream in ("stages", "sales_plan", "costs")}
    assert usual == {"stages": "stages.csv", "sales_plan": "*.xlsx", "costs": "*.xlsx"}


def test_only_streams_with_a_pattern_are_deployed(folder):
    streams = {"stages": "stages.csv", "channels": "channels.csv"}
    files = Files(settings_of(FilesSettings, "mappings", {"folder": str(folder), "streams": streams}))
    assert [stream.name for stream in files.streams] == ["stages", "channels"]
    with pytest.raises(SettingsError, match="files has no stream sales_plan"):
        files.stream("sales_plan")


@pytest.mark.parametrize(
    "streams",
    [
        {"plan": "*.xlsx"},
        {"stages": "../stages.csv"},
        {"stages": "/etc/x"},
        {"stages": "**.csv"},
        {"stages": ""},
    ],
)
def test_a_wrong_pattern_is_refused_before_anything_is_read(folder, streams):
    with pytest.raises(SettingsError, match=r"mappings\.streams"):
        settings_of(FilesSettings, "mappings", {"folder": str(folder), "streams": streams})
