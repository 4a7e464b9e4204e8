"""A company with some of the usual systems: its first night is true, and what nobody tells is null."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import yaml

from orchestration.demo.pretend import pretend_company
from orchestration.demo.proof import Line
from orchestration.nights.night import Night
from tests.nightly.simulated import DEMO, House

SCALE = 0.05
SIDES = ("crm", "telephony", "ads", "erp")
SOURCES = {
    "amocrm": "amocrm_main",
    "bitrix24": "bitrix24_main",
    "mango": "mango_main",
    "direct": "direct_main",
    "onec": "onec_main",
    "moysklad": "moysklad_main",
}
COMPANIES = {
    "a portal that keeps its calls": ("demo_bitrix24", ("bitrix24", "bitrix24", "none", "none")),
    "a CRM and telephony": ("demo", ("amocrm", "mango", "none", "none")),
    "all but a CRM": ("demo", ("none", "mango", "direct", "onec")),
    "telephony alone": ("demo", ("none", "mango", "none", "none")),
    "МойСклад alone": ("demo_moysklad", ("none", "none", "none", "moysklad")),
}
"""Company → the demo whose tables it keeps, and its system of each side."""
# a portal of a plan that allows more, so that the night passes sooner
ENTERPRISE = {"bitrix24": {"drained_per_second": 6, "bucket": 250}}
PACE = {"bitrix24_main": {"requests_per_second": 5, "burst": 200}}


@pytest.fixture(params=sorted(COMPANIES))
def went(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Night, list[Line]]]:
    folder, systems = COMPANIES[request.param]
    tables, known = DEMO.parent / folder / "mappings", list(dict.fromkeys(systems))
    words = [word for side, name in zip(SIDES, systems, strict=True) for word in (f"--{side}", name)]
    with pretend_company(tmp_path / "company", scale=SCALE, systems=words) as company:
        if "bitrix24" in known:
            requests.post(f"{company.url}/_sandbox/limits", json=ENTERPRISE, timeout=10).raise_for_status()
        house = House.open(tmp_path / "house", company)
        shutil.copytree(tables, house.folder / "mappings", dirs_exist_ok=True)
        if systems[0] == "none":
            forget_departments(house.folder / "mappings")
        sources = [SOURCES[name] for name in known if name != "none"]
        house.file.write_text(yaml.safe_dump(with_sources(house, sources), allow_unicode=True), "utf-8")
        yield house.night(1), house.proof(company.nights[:1])


def with_sources(house: House, sources: list[str]) -> dict[str, object]:
    """The demo's deployment with these sources and the tables that people keep."""
    raw = yaml.safe_load(house.file.read_text(encoding="utf-8"))
    known = {name: one for name, one in raw["sources"].items() if one["vendor"] == "files"}
    for file in sorted(DEMO.parent.glob("demo*/deployment.yml")):
        demo = yaml.safe_load(file.read_text(encoding="utf-8"))["sources"]
        known |= {name: demo[name] for name in sources if name in demo and name not in known}
    for name in sources:
        known[name]["settings"] |= PACE.get(name, {})
    paid = [name for name in sources if name in ("onec_main", "moysklad_main")]
    return raw | {"sources": known, "payment_sources": paid}


def forget_departments(tables: Path) -> None:
    """Without a CRM nobody has departments, and no goal is one's."""
    for name, words in (("org_units", ""), ("org_history", ""), ("goals", ",department,")):
        head, *rows = (tables / f"{name}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [row for row in rows if words not in row]
        (tables / f"{name}.csv").write_text("".join([head, *kept]), encoding="utf-8")


def test_the_first_night_is_true_and_whole(went: tuple[Night, list[Line]]):
    night, proof = went

    assert night.problems == ()
    assert night.build is not None
    assert [one.domain for one in night.build.domains if not one.published] == []
    assert [f"{line.kpi}: {line.difference} {line.examples}" for line in proof if line.difference] == []
    assert sum(line.cells for line in proof) > 0
