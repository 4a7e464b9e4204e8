"""Staging takes each batch once, in any order, and can always be made again from the landing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.models.conftest import Warehouse
from tests.models.landed import HandMadeLanding

MAY_1 = datetime(2026, 5, 1, tzinfo=UTC)
MAY_2 = datetime(2026, 5, 2, tzinfo=UTC)
MAY_3 = datetime(2026, 5, 3, tzinfo=UTC)
MAY_4 = datetime(2026, 5, 4, tzinfo=UTC)
STAGING = ("--select", "stg_amocrm__leads", "stg_amocrm__users", "stg_onec__order_versions")


def lead(price: Any, **members: Any) -> dict[str, Any]:
    return {"price": price, "pipeline_id": 1, "status_id": 142, "created_at": 1764576000, **members}


def order(*amounts: float, posted: bool = True) -> dict[str, Any]:
    stages = [
        {"LineNumber": str(number), "ДатаПлатежа": "2026-06-10T00:00:00", "СуммаПлатежа": amount}
        for number, amount in enumerate(amounts, start=1)
    ]
    return {
        "Posted": posted,
        "DeletionMark": False,
        "Date": "2026-05-01T12:00:00",
        "ЭтапыГрафикаОплаты": stages,
    }


def first_night(landing: HandMadeLanding) -> None:
    landing.land("amocrm.crm.leads", [("1", lead(10)), ("2", lead(20))], MAY_1, kind="changed_since")
    landing.land("amocrm.crm.users", [("7", {"name": "Ann"}), ("8", {"name": "Bob"})], MAY_1)
    landing.land("onec.erp.orders", [("a", order(100)), ("b", order(5, 6))], MAY_1, kind="sweep")
    landing.run(MAY_1)


def later_nights(landing: HandMadeLanding) -> None:
    """Among them a batch that was begun before one that is already staged, and an incomplete listing."""
    landing.land("amocrm.crm.leads", [("1", lead(12)), ("3", lead("a lot"))], MAY_3, kind="changed_since")
    landing.land("amocrm.crm.leads", [("1", lead(11)), ("2", lead(21))], MAY_2, kind="changed_since")
    landing.land("amocrm.crm.users", [("7", {"name": "Anna"})], MAY_3)
    landing.land("amocrm.crm.users", [("9", {"name": "Cid"})], MAY_4, complete=False)
    landing.land("onec.erp.orders", [("a", order(60, 40)), ("b", None)], MAY_3, kind="sweep")
    landing.run(MAY_4)


def test_batches_taken_night_by_night_give_what_one_rebuild_gives(warehouse: Warehouse, tmp_path: Path):
    landing = warehouse.landing
    first_night(landing)
    warehouse.dbt("run", *STAGING)
    later_nights(landing)
    warehouse.dbt("run", *STAGING)
    rebuilt = warehouse.copy(tmp_path / "rebuilt")
    rebuilt.dbt("run", *STAGING)

    assert warehouse.tables("staging") == rebuilt.tables("staging")
    assert warehouse.ask("select lead_key, amount from staging.stg_amocrm__leads order by 1") == [
        ("crm:1", 12),
        ("crm:2", 21),
        ("crm:3", None),
    ]
    assert warehouse.ask("select user_name, is_deleted from staging.stg_amocrm__users order by 1") == [
        ("Anna", False),
        ("Bob", True),
        ("Cid", False),
    ]


def test_batches_not_noted_are_taken_again_and_tables_of_another_version_are_rebuilt_unasked(
    warehouse: Warehouse,
):
    first_night(warehouse.landing)
    warehouse.dbt("run", *STAGING)
    whole = warehouse.tables("staging")
    warehouse.tell("delete from landing.taken where model = 'stg_onec__order_versions'")
    warehouse.tell("update staging.stg_amocrm__users set user_name = 'kept, because nothing asks for it'")
    warehouse.tell("update staging.stg_amocrm__leads set amount = 0")
    warehouse.tell("update landing.taken set fingerprint = 'another' where model = 'stg_amocrm__leads'")
    warehouse.dbt("run", *STAGING)
    again = warehouse.tables("staging")

    assert again.pop("stg_amocrm__users") != whole.pop("stg_amocrm__users")
    assert again == whole


def test_a_value_that_cannot_be_read_is_quarantined_until_a_better_one_comes(warehouse: Warehouse):
    landing = warehouse.landing
    landing.land("amocrm.crm.leads", [("3", lead("a lot"))], MAY_1, kind="changed_since")
    wrong = {
        **order(5),
        "СуммаДокумента": "?",
        "ЭтапыГрафикаОплаты": [{"LineNumber": "1", "СуммаПлатежа": "?"}],
    }
    landing.land("onec.erp.orders", [("a", wrong), ("b", {**order(1), "Date": "0209-01-01T00:00:00"})], MAY_1)
    letters = {"start_time": "soon", "counters": {"sent": "a lot", "read_unique": 7}}
    landing.land("unisender.letters.campaigns", [("5", letters), ("6", {"start_time": ""})], MAY_1)
    landing.run(MAY_1)
    warehouse.dbt("run", "--select", "+int_quarantined_values")
    first = warehouse.ask(
        "select record_key, field, reason from intermediate.int_quarantined_values order by all"
    )
    landing.land("onec.erp.orders", [("a", order(5))], MAY_2)
    letters = {"start_time": "2026-05-01 10:00:00", "counters": {"sent": "9"}}
    landing.land("unisender.letters.campaigns", [("5", letters)], MAY_2)
    landing.run(MAY_2)
    warehouse.dbt("run", "--select", "+int_quarantined_values")
    then = warehouse.ask("select record_key, field from intermediate.int_quarantined_values order by all")

    assert first == [
        ("crm:3", "price", "not readable as amount"),
        ("erp:a", "СуммаДокумента", "not readable as amount"),
        ("erp:a", "ЭтапыГрафикаОплаты.СуммаПлатежа", "not readable as amount"),
        ("erp:b", "Date", "not readable as local time"),
        ("letters:5", "counters.sent", "not readable as whole number"),
        ("letters:5", "start_time", "not readable as utc time"),
    ]
    assert then == [("crm:3", "price"), ("erp:b", "Date")]


def test_rows_of_a_batch_that_is_gone_from_the_landing_leave_with_it(warehouse: Warehouse, tmp_path: Path):
    landing = warehouse.landing
    first_night(landing)
    later_nights(landing)
    warehouse.dbt("run", *STAGING)
    for stream in ("leads", "users", "orders"):
        sorted(warehouse.var.glob(f"landing/*/*/{stream}/*/*.parquet"))[0].unlink()
    warehouse.dbt("run", *STAGING)
    rebuilt = warehouse.copy(tmp_path / "rebuilt")
    rebuilt.dbt("run", *STAGING)
    assert warehouse.tables("staging") == rebuilt.tables("staging")


def test_a_table_whose_columns_are_not_those_of_its_model_is_left_as_it_is(warehouse: Warehouse):
    first_night(warehouse.landing)
    warehouse.tell("create schema staging")
    warehouse.tell("create table staging.stg_onec__order_versions as select 'a' as version_key, 7 as source")

    with pytest.raises(AssertionError, match=r"stg_onec__order_versions changed: .*source INTEGER"):
        warehouse.dbt("run", "--select", "stg_onec__order_versions")

    assert warehouse.tables("staging") == {"stg_onec__order_versions": ["('a', 7)"]}
