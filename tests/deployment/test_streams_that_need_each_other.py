"""A source names all streams that need each other or none, and is told of entities that it reads in part."""

from pathlib import Path
from typing import Any

import pytest

from connectors.catalog import vendors
from orchestration.deployment.deployment import Deployment, read_deployment
from orchestration.deployment.settings import connector_types
from orchestration.deployment.together import half_fed_entities
from orchestration.failures import DeploymentError
from tests.deployment.written import SURROUNDINGS, written
from texts import speaking


def _reading(folder: Path, vendor: str, streams: list[str] | None, *, pays: bool = True) -> Deployment:
    """The demo's deployment with one source more, whose settings are there."""

    def add(raw: dict[str, Any]) -> None:
        needed = {
            name: "x"
            for name, field in vendors()[vendor].settings_type.model_fields.items()
            if field.is_required()
        }
        settings = {name: {"env": "SANDBOX_AMOCRM_TOKEN"} for name in needed}
        more = {} if streams is None else {"streams": streams}
        raw["sources"]["more"] = {
            "vendor": vendor,
            "beginning": "2026-01-01T00:00:00+03:00",
            "settings": settings,
            **more,
        }
        raw["payment_sources"] = ["more"] if pays else []

    return read_deployment(written(folder, add), SURROUNDINGS)


@pytest.mark.parametrize(
    ("vendor", "streams", "missing"),
    [
        ("field_tables", ["orders"], "orders without order_lines"),
        ("field_tables", ["order_lines", "visits"], "order_lines without orders"),
        ("uis", ["calls"], "calls without call_legs"),
        ("uis", ["call_legs"], "call_legs without calls"),
        ("bitrix24", ["deals"], "deals without deal_ids"),
        ("bitrix24", ["deal_history"], "deal_history without deals"),
        ("amocrm", ["lead_links"], "lead_links without leads"),
        ("moysklad", ["sales_returns"], "sales_returns without demands"),
        ("sales_doctor", ["returns"], "returns without orders"),
    ],
)
def test_one_of_two_that_need_each_other_is_refused(
    tmp_path: Path, vendor: str, streams: list[str], missing: str
):
    with speaking("en"), pytest.raises(DeploymentError) as stopped:
        connector_types(_reading(tmp_path, vendor, streams))
    assert f"more.streams: {missing} gives figures that are wrong" in stopped.value.what
    assert "name both or neither" in stopped.value.what


@pytest.mark.parametrize(
    ("vendor", "streams"),
    [
        ("field_tables", None),
        ("field_tables", ["orders", "order_lines"]),
        ("field_tables", ["visits"]),
        ("uis", ["employees"]),
        ("amocrm", ["leads"]),
        ("sales_doctor", ["orders", "payments"]),
    ],
)
def test_both_or_neither_are_read(tmp_path: Path, vendor: str, streams: list[str] | None):
    assert connector_types(_reading(tmp_path, vendor, streams))["more"] is vendors()[vendor]


def test_an_entity_that_is_read_in_part_is_told_and_no_other(tmp_path: Path):
    with speaking("en"):
        (told,) = half_fed_entities(_reading(tmp_path, "sales_doctor", ["orders", "payments"]))
        assert "more.streams leaves out returns of sales" in told
        assert "right where the company has none" in told
        assert not list(half_fed_entities(_reading(tmp_path, "sales_doctor", None)))
        assert not list(half_fed_entities(_reading(tmp_path, "sales_doctor", ["payments", "agents"])))
        (told,) = half_fed_entities(_reading(tmp_path, "onec", ["payments_bank", "orders"]))
        assert "payments_cash, payments_card, refunds_bank, refunds_cash of payments" in told
        assert not list(
            half_fed_entities(_reading(tmp_path, "onec", ["payments_bank", "orders"], pays=False))
        )
