"""The ledger is read from the committed files: coverage, versions, quarantine, and the form of a batch."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from pathlib import Path

import duckdb
import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.kit.errors import LandingFailed
from connectors.landing.landing import Landing
from connectors.landing.ledger import BatchInfo, coverage_of
from tests.landing.shop_without_http import BEGINNING, DAY, GOODS, NIGHT, ORDERS, PAPERS, Shelves, load, order

SOURCE = "shop_main"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "landing"


@pytest.fixture
def landing(root: Path) -> Landing:
    return Landing(str(root))


def batch(start: int | None, end: int, **other: object) -> BatchInfo:
    """A batch whose window is given in hours from the beginning."""
    at = BEGINNING + timedelta(hours=end)
    facts = {
        "vendor": "shop",
        "source": SOURCE,
        "stream": "orders",
        "stream_version": "v1",
        "kind": "changed_since",
        "batch_id": "",
        "observed_at": at,
        "window_from": None if start is None else BEGINNING + timedelta(hours=start),
        "window_to": at,
        "days": [],
        "complete": True,
        "reset": False,
        "rows": 0,
        "deletes": 0,
        "quarantined": 0,
        "control_totals": {},
        "requests": 1,
        "seconds": 0.0,
        "connector_version": "0",
        "mode": "",
        "warnings": [],
    }
    return BatchInfo(**(facts | other))


def covered_hours(*batches: BatchInfo, version: str | None = None) -> float | None:
    covered = coverage_of(batches, BEGINNING, version).covered_to
    return None if covered is None else (covered - BEGINNING) / timedelta(hours=1)


def test_a_batch_is_a_plain_parquet_file_that_says_what_it_is(root: Path, landing: Landing):
    receipt = load(Shelves([order(1, BEGINNING + DAY), order(None, BEGINNING + DAY)]), landing)
    (file,) = root.rglob("*.parquet")
    assert file.relative_to(root) == Path("shop/shop_main/orders/2026-06") / f"{receipt.batch_id}.parquet"
    assert receipt.batch_id.startswith("20260602T000000000000Z-")
    columns = {name: str(kind) for name, kind in zip(*_described(file), strict=True)}
    assert columns == {
        "_key": "VARCHAR",
        "_op": "VARCHAR",
        "_payload": "VARCHAR",
        "_version": "VARCHAR",
        "_day": "VARCHAR",
        "_observed_at": "TIMESTAMP WITH TIME ZONE",
        "_batch_id": "VARCHAR",
        "_row": "BIGINT",
    }
    assert json.loads(pq.read_metadata(file).metadata[b"voronka"]) == {
        "vendor": "shop",
        "source": "shop_main",
        "stream": "orders",
        "stream_version": ORDERS.stream_version,
        "kind": "changed_since",
        "batch_id": receipt.batch_id,
        "observed_at": "2026-06-02T00:00:00Z",
        "window_from": "2026-01-01T00:00:00Z",
        "window_to": "2026-06-01T23:59:00Z",
        "days": [],
        "complete": True,
        "reset": False,
        "rows": 1,
        "deletes": 0,
        "quarantined": 1,
        "control_totals": {},
        "requests": 0,
        "seconds": 0.0,
        "connector_version": "0.1.0",
        "mode": "",
        "warnings": [],
    }


def _described(file: Path) -> tuple[list[str], list[object]]:
    with duckdb.connect() as connection:
        relation = connection.sql(f"from read_parquet('{file}')")
        return relation.columns, relation.types


def test_rows_carry_the_instant_of_the_reading_and_their_place(root: Path, landing: Landing):
    load(Shelves([order(n, BEGINNING + DAY) for n in range(7)]), landing)
    (file,) = root.rglob("*.parquet")
    rows = pq.read_table(file).to_pylist()
    assert [row["_row"] for row in rows] == list(range(7))
    assert {row["_observed_at"] for row in rows} == {NIGHT}
    assert json.loads(rows[0]["_payload"]) == order(0, BEGINNING + DAY)
    assert {row["_op"] for row in rows} == {"upsert"}


def test_batches_of_one_instant_keep_their_order_and_names_of_their_own(landing: Landing):
    spools = [landing.begin(NIGHT) for _ in range(20)]
    names = [spool.batch_id for spool in spools]
    for spool in spools:
        spool.discard()
    assert names == sorted(set(names))


def test_quarantine_lies_outside_the_landing_with_reason_and_text(root: Path, landing: Landing):
    receipt = load(Shelves([order(None, BEGINNING + DAY)]), landing)
    (file,) = (root.parent / "quarantine").rglob("*.parquet")
    assert file.parent.relative_to(root.parent / "quarantine") == Path("shop/shop_main/orders/2026-06")
    (row,) = pq.read_table(file).to_pylist()
    assert row == {
        "_batch_id": receipt.batch_id,
        "_row": 0,
        "_reason": "no usable id",
        "_payload": json.dumps(order(None, BEGINNING + DAY), separators=(",", ":")),
    }


def test_an_empty_window_is_proved_by_a_batch_without_rows(landing: Landing):
    load(Shelves(), landing)
    (only,) = landing.batches(SOURCE, "orders")
    assert (only.rows, only.complete) == (0, True)


def test_coverage_ends_at_the_first_gap():
    assert covered_hours(batch(0, 10), batch(9, 20), batch(30, 40)) == 20
    assert covered_hours(batch(1, 10)) is None
    assert covered_hours() is None


def test_an_incomplete_batch_covers_nothing():
    assert covered_hours(batch(0, 10), batch(9, 20, complete=False)) == 10


def test_a_reset_begins_coverage_anew_even_if_it_failed():
    assert covered_hours(batch(0, 10), batch(0, 5, reset=True)) == 5
    assert covered_hours(batch(0, 10), batch(0, 5, reset=True, complete=False)) is None
    assert covered_hours(batch(0, 10), batch(0, 5, reset=True, complete=False), batch(0, 7)) == 7


def test_another_definition_of_the_stream_begins_coverage_anew():
    assert covered_hours(batch(0, 10), batch(9, 20, stream_version="v2")) is None
    assert covered_hours(batch(0, 10), batch(9, 20, stream_version="v2"), version="v1") == 10


def test_an_earlier_beginning_is_not_covered_by_what_was_read_from_a_later_one():
    batches = [batch(0, 10)]
    assert coverage_of(batches, BEGINNING - DAY).covered_to is None


def test_a_whole_reading_covers_until_the_instant_it_was_made():
    whole = {"kind": "whole"}
    assert covered_hours(batch(None, 10, **whole), batch(None, 20, complete=False, **whole)) == 10


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 10), st.booleans()), max_size=8))
def test_coverage_is_exactly_the_hours_read_without_a_gap(windows):
    batches = [batch(start, start + width, complete=complete) for start, width, complete in windows]
    read = {hour for s, w, complete in windows if complete for hour in range(s, s + w)}
    end = 0
    while end in read:
        end += 1
    assert covered_hours(*batches) == (end or None)


def test_versions_are_the_last_landed_of_what_is_alive(landing: Landing):
    shelves = Shelves([{"id": n, "version": "a"} for n in range(3)])
    load(shelves, landing, PAPERS)
    shelves.records = [{"id": 0, "version": "a"}, {"id": 1, "version": "b"}, {"id": 9, "version": "a"}]
    receipt = load(shelves, landing, PAPERS, now=NIGHT + DAY)
    assert (receipt.rows, receipt.deletes) == (3, 1)
    assert landing.versions(SOURCE, "papers") == {"0": "a", "1": "b", "9": "a"}


def test_after_a_change_of_definition_everything_alive_counts_as_another_version(landing: Landing):
    load(Shelves([{"id": 1, "version": "a"}]), landing, PAPERS)
    assert landing.versions(SOURCE, "papers", stream_version="other") == {"1": None}


def test_a_reset_sweep_fetches_everything_again(landing: Landing):
    shelves = Shelves([{"id": 1, "version": "a"}])
    load(shelves, landing, PAPERS)
    assert load(shelves, landing, PAPERS, now=NIGHT + DAY).rows == 0
    assert load(shelves, landing, PAPERS, now=NIGHT + 2 * DAY, reset=True).rows == 1


def test_the_remembered_footers_may_be_lost_or_spoiled(root: Path, landing: Landing):
    load(Shelves(), landing)
    before = landing.batches(SOURCE, "orders")
    (cache,) = (root / ".footers").rglob("*.json")
    cache.write_bytes(b"{not json")
    assert Landing(str(root)).batches(SOURCE, "orders") == before
    cache.unlink()
    assert Landing(str(root)).batches(SOURCE, "orders") == before


def test_a_batch_that_is_gone_proves_nothing_any_more(root: Path, landing: Landing):
    load(Shelves(), landing)
    assert landing.batches(SOURCE, "orders")
    next(root.rglob("*.parquet")).unlink()
    assert landing.batches(SOURCE, "orders") == []


@pytest.mark.parametrize("whole", [True, False])
def test_a_foreign_or_damaged_file_is_named_and_set_aside(root: Path, landing: Landing, whole: bool):
    load(Shelves(), landing, GOODS)
    stray = root / "shop/shop_main/goods/stray.parquet"
    pq.write_table(pa.table({"a": [1]}), stray) if whole else stray.write_bytes(b"PAR1cut")
    assert len(landing.batches(SOURCE, "goods")) == 1
    (remark,) = landing.remarks()
    assert "stray.parquet" in remark
    assert not stray.exists()


def test_a_landing_that_is_no_folder_is_named(tmp_path: Path):
    (tmp_path / "landing").write_text("a file where the landing should be")
    with pytest.raises(LandingFailed, match="Fix"):
        load(Shelves(), Landing(str(tmp_path / "landing")))


def test_an_object_store_holds_the_same_landing():
    root = f"memory://bucket-{time.time_ns()}/var/landing"
    landing = Landing(root)
    load(Shelves([order(1, BEGINNING + DAY), order(None, BEGINNING + DAY)]), landing)
    load(Shelves([{"id": 1, "version": "a"}]), landing, PAPERS)
    again = Landing(root)
    assert again.batches(SOURCE, "orders")[0].rows == 1
    assert again.versions(SOURCE, "papers") == {"1": "a"}
    names = fsspec.filesystem("memory").find(root.removeprefix("memory:/"))
    assert sum(name.endswith(".parquet") for name in names) == 2
