"""`doctor --write-mappings` adds what was found to files as people save them, and changes nothing else."""

import csv
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors.catalog import declarations
from connectors.kit.errors import SettingsError, UnexpectedReply
from connectors.kit.stream import Page
from connectors.landing.landing import Landing
from connectors.landing.ledger import BatchInfo
from connectors.tables.opening import open_table
from connectors.tables.reading import FileRows, read_file, set_repeats_aside
from connectors.tables.streams import CONTRACTS
from orchestration.commands.mappings import bring_up_to_date
from orchestration.deployment.deployment import Deployment, read_deployment
from orchestration.installing.mappings import write_mappings
from tests.deployment.written import DEMO, SURROUNDINGS, written

NIGHT = datetime(2026, 6, 2, tzinfo=UTC)
EXCEL = ("utf-8-sig", ";", "\r\n")


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """The demo's, with a landing that holds the stages of stages.csv and four values of the channel field.

    No night has run: staging is begun for the tables that are listed.
    """
    found = read_deployment(written(tmp_path_factory.mktemp("read_once")), SURROUNDINGS)
    land(found, "pipelines", _pipelines())
    land(found, "leads", [_lead(word) for word in ("Сайт", "САЙТ", '=HYPERLINK("http://x")', "Выставка 📣")])
    bring_up_to_date(found)
    return found


def land(deployment: Deployment, stream: str, records: Iterable[dict[str, Any]]) -> None:
    found = list(records)
    landing = Landing(str(deployment.state.landing))
    spool = landing.begin(NIGHT)
    spool.add(Page([str(one["id"]) for one in found], [json.dumps(one).encode() for one in found]))
    known = {"vendor": "amocrm", "source": "amocrm_main", "stream": stream, "stream_version": "1"}
    landing.commit(
        spool,
        BatchInfo(
            **known,
            kind="whole",
            batch_id=spool.batch_id,
            observed_at=NIGHT,
            window_from=None,
            window_to=NIGHT,
            days=[],
            complete=True,
            reset=False,
            rows=len(found),
            deletes=0,
            quarantined=0,
            control_totals={},
            requests=1,
            seconds=0.1,
            connector_version="1",
            mode="production",
            warnings=[],
        ),
    )


def _pipelines() -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in _demo("stages"):
        if row["source"] == "amocrm_main":
            pipeline = {
                "id": int(row["pipeline_id"]),
                "name": row["pipeline_name"],
                "_embedded": {"statuses": []},
            }
            stages = found.setdefault(row["pipeline_id"], pipeline)["_embedded"]["statuses"]
            stages.append({"id": int(row["stage_id"]), "name": row["stage_name"], "sort": 10, "type": 0})
    return list(found.values())


def _lead(channel: str) -> dict[str, Any]:
    fields = [{"field_id": 900210, "field_name": "Канал", "field_code": None, "values": [{"value": channel}]}]
    return {"id": hash(channel), "custom_fields_values": fields}


def _demo(table: str) -> list[dict[str, str]]:
    with (DEMO.parent / "mappings" / f"{table}.csv").open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def saved(folder: Path, table: str, encoding: str, separator: str, line_end: str) -> bytes:
    """The demo's table as a spreadsheet program of that language saves it."""
    rows = _demo(table)
    words = {"true": "ИСТИНА", "false": "ЛОЖЬ"}
    lines = [list(rows[0]), *([words.get(cell, cell) for cell in row.values()] for row in rows)]
    raw = "".join(separator.join(line) + line_end for line in lines).encode(encoding)
    folder.mkdir(exist_ok=True)
    (folder / f"{table}.csv").write_bytes(raw)
    return raw


def read(folder: Path, table: str) -> FileRows:
    contract, path = CONTRACTS[table], folder / f"{table}.csv"
    return set_repeats_aside(contract, read_file(contract, open_table(path, file=path.name)))


@pytest.mark.parametrize(
    "way", [EXCEL, ("cp1251", ";", "\r\n"), ("utf-16", "\t", "\r\n"), ("utf-8", ",", "\n")]
)
def test_what_a_russian_excel_saved_is_known_and_stays_byte_for_byte(deployment, tmp_path, way):
    before = {table: saved(tmp_path / "m", table, *way) for table in ("stages", "fields")}
    for _ in range(2):
        assert write_mappings(deployment, tmp_path / "m")["stages.csv"] == 0
    assert {table: (tmp_path / "m" / f"{table}.csv").read_bytes() for table in before} == before


@pytest.mark.parametrize(
    "way", [EXCEL, ("cp1251", ";", "\r\n"), ("utf-16", "\t", "\r\n"), ("utf-8", ",", "\n")]
)
def test_a_new_stage_is_added_in_the_way_of_the_file(deployment, tmp_path, way):
    encoding, separator, line_end = way
    raw = saved(tmp_path / "m", "stages", *way)
    file = tmp_path / "m" / "stages.csv"
    lines = raw.decode(encoding).split(line_end)
    file.write_bytes(line_end.join([*lines[:2], *lines[3:-1]]).encode(encoding))  # no line end after the last

    assert write_mappings(deployment, tmp_path / "m")["stages.csv"] == 1

    text = file.read_bytes().decode(encoding)
    assert text.split(line_end)[-2] == separator.join(
        ["amocrm_main", "8123001", "Основная", "68120042", "Первичный контакт", "", "false"]
    )
    found = read(tmp_path / "m", "stages")
    assert len(found.rows) == len(_demo("stages")) and not found.wrong


def test_what_is_found_comes_back_as_it_was_and_no_formula_runs(deployment, tmp_path):
    saved(tmp_path / "m", "fields", *EXCEL)
    assert write_mappings(deployment, tmp_path / "m")["channels.csv"] == 3  # one spelling of «Сайт»
    raw = (tmp_path / "m" / "channels.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfsource;value;channel_key;channel_name")
    assert b";'=HYPERLINK" in raw.replace(b'"', b"")
    values = {row.values["value"] for row in read(tmp_path / "m", "channels").rows}
    assert {'=HYPERLINK("http://x")', "Выставка 📣"} < values
    assert write_mappings(deployment, tmp_path / "m")["channels.csv"] == 0


def test_a_sign_that_the_old_encoding_lacks_makes_the_file_utf_8(deployment, tmp_path):
    saved(tmp_path / "m", "fields", *EXCEL)
    saved(tmp_path / "m", "channels", "cp1251", ";", "\r\n")
    write_mappings(deployment, tmp_path / "m")
    assert (tmp_path / "m" / "channels.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "Выставка 📣" in {row.values["value"] for row in read(tmp_path / "m", "channels").rows}


def test_a_row_with_a_wrong_cell_is_known_too(deployment, tmp_path):
    raw = saved(tmp_path / "m", "stages", *EXCEL).decode("utf-8-sig")
    (tmp_path / "m" / "stages.csv").write_bytes(raw.replace("qualified", "квалификация").encode("utf-8-sig"))
    assert write_mappings(deployment, tmp_path / "m")["stages.csv"] == 0


def test_a_file_that_is_another_table_is_refused_by_name(deployment, tmp_path):
    (tmp_path / "stages.csv").write_text("Стадия;Шаг\nНовая;lead\n", encoding="utf-8")
    with pytest.raises(UnexpectedReply, match=r"stages\.csv has no header row"):
        write_mappings(deployment, tmp_path)


def test_an_english_deployment_gets_commas(tmp_path):
    file = written(tmp_path, lambda raw: raw.update(language="en"))
    write_mappings(read_deployment(file, SURROUNDINGS), tmp_path / "m")
    header = (tmp_path / "m" / "stages.csv").read_bytes()
    assert header == b"\xef\xbb\xbfsource,pipeline_id,pipeline_name,stage_id,stage_name,step,is_won\n"


def test_a_declared_listing_that_cannot_be_asked_is_named_with_its_file(deployment, tmp_path, monkeypatch):
    known = declarations()
    broken = known["amocrm"].model_copy(
        update={"listings": {"stages": "select nothing from stg_amocrm__stages"}}
    )
    monkeypatch.setitem(known, "amocrm", broken)
    with pytest.raises(SettingsError, match=r"amocrm/vendor\.yml: listings\.stages .*nothing"):
        write_mappings(deployment, tmp_path)
