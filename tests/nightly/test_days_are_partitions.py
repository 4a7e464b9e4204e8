"""Streams that are read by days show Dagster their days: of a night, of a range as one run, of one day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import dagster as dg
import pytest

from connectors.landing.landing import Landing
from connectors.landing.ledger import BatchInfo
from orchestration.assets.again import Again
from orchestration.assets.sources import raw_key
from orchestration.demo.pretend import Pretend
from orchestration.jobs import BACKFILL, LAND
from orchestration.nights.build import build
from orchestration.turns.instance import open_instance
from tests.nightly.simulated import House, nap

CALLS = raw_key("mango_main", "calls")
LEADS = raw_key("amocrm_main", "leads")
MARCH = Again(days=(date(2026, 3, 1), date(2026, 3, 31)))


@dataclass
class Loads:
    """A graph and the instance its runs are recorded in; one night has been read, nothing built."""

    house: House
    graph: dg.Definitions
    instance: dg.DagsterInstance
    night: dg.ExecuteInProcessResult

    def run(self, *assets: dg.AssetKey, **tags: str) -> dg.ExecuteInProcessResult:
        return _run(self.graph, self.instance, BACKFILL, assets, tags)

    def told(self, run: dg.ExecuteInProcessResult, asset: dg.AssetKey) -> list[str | None]:
        events = self.instance.all_logs(run.run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION)
        made = [event.asset_materialization for event in events]
        return [one.partition for one in made if one is not None and one.asset_key == asset]

    def newest(self, source: str, stream: str) -> BatchInfo:
        return Landing(str(self.house.deployment.state.landing)).batches(source, stream)[-1]


def _run(
    graph: dg.Definitions,
    instance: dg.DagsterInstance,
    job: str,
    assets: Sequence[dg.AssetKey] = (),
    tags: dict[str, str] | None = None,
) -> dg.ExecuteInProcessResult:
    return graph.resolve_job_def(job).execute_in_process(
        instance=instance,
        asset_selection=list(assets) or None,
        tags=tags,
        run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
    )


@pytest.fixture(scope="module")
def loads(small_company: Pretend, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loads]:
    house = House.open(tmp_path_factory.mktemp("days"), small_company)
    house.set_clock(small_company.nights[0])
    graph = build(house.deployment, now=lambda: house.moment, sleep=nap)
    with open_instance(house.deployment.state) as instance:
        yield Loads(house, graph, instance, _run(graph, instance, LAND, [CALLS, LEADS]))


def test_a_night_tells_every_day_it_has_read(loads: Loads):
    assert loads.instance.get_materialized_partitions(CALLS) >= {"2026-01-01", "2026-03-15", "2026-06-01"}
    assert len(loads.told(loads.night, CALLS)) == 152
    assert loads.told(loads.night, LEADS) == [None]


def test_the_next_load_tells_only_what_is_new(loads: Loads):
    assert loads.told(_run(loads.graph, loads.instance, LAND, [CALLS]), CALLS) == ["2026-06-01"]


def test_a_range_of_days_is_one_run_over_all_chosen_streams(loads: Loads):
    run = loads.run(CALLS, LEADS, **MARCH.tags())

    assert run.success
    assert sorted(str(day) for day in loads.told(run, CALLS)) == [
        f"2026-03-{day:02d}" for day in range(1, 32)
    ]
    assert loads.told(run, LEADS) == [None]
    assert loads.newest("mango_main", "calls").days[0] == "2026-03-01"
    assert loads.newest("mango_main", "calls").days[-1] == "2026-03-31"
    assert str(loads.newest("amocrm_main", "leads").window_from) == "2026-02-28 21:00:00+00:00"


def test_one_day_chosen_in_the_ui_is_read_alone(loads: Loads):
    loads.run(CALLS, **{"dagster/partition": "2026-04-02"})

    assert loads.newest("mango_main", "calls").days == ["2026-04-02"]


def test_what_is_read_again_does_not_pass_for_the_last_night(loads: Loads):
    run: Path = loads.house.deployment.state.run
    before = (run / "land.json").read_bytes()

    loads.run(CALLS, **MARCH.tags())

    assert (run / "land.json").read_bytes() == before


def test_all_streams_read_by_days_share_one_definition_and_fill_a_range_in_one_run(loads: Loads):
    (land,) = [one for one in loads.graph.assets or () if CALLS in getattr(one, "keys", ())]
    assert isinstance(land, dg.AssetsDefinition)

    by_day = [one.partitions_def for one in land.specs if one.partitions_def is not None]

    assert len(by_day) >= 3
    assert len(set(by_day)) == 1
    assert by_day[0].get_first_partition_key() == "2026-01-01"
    assert land.backfill_policy == dg.BackfillPolicy.single_run()
