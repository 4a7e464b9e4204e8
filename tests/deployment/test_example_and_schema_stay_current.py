"""What stands in the repository about deployment files is true: the example, the demo and the schema."""

import re
from pathlib import Path

from expectations.shelf.kinds import kinds as shelf_kinds
from orchestration.deployment.deployment import Deployment, read_deployment
from orchestration.deployment.schema import SCHEMA, schema_text
from orchestration.deployment.settings import connector_types, open_connectors
from tests.deployment.written import DEMO, EXAMPLE, SURROUNDINGS


def test_the_example_loads_and_its_sources_open():
    names = re.findall(r"\{env: (\w+)\}", EXAMPLE.read_text(encoding="utf-8"))
    surroundings = dict.fromkeys(names, "x") | {"ONEC_URL": "https://erp.example.ru/ut/odata/standard.odata"}

    deployment = read_deployment(EXAMPLE, surroundings)

    assert set(open_connectors(deployment)) == {
        *("amocrm_main", "onec_main", "mango_main", "direct_main", "mappings", "plans", "costs")
    }


def test_the_example_shows_every_setting():
    deployment = read_deployment(EXAMPLE, {"VORONKA_STATE": "/nowhere"})

    assert deployment.model_fields_set == set(Deployment.model_fields)
    kinds = connector_types(deployment)
    shown: dict[str, set[str]] = {}
    for source, kind in kinds.items():
        shown.setdefault(kind.name, set()).update(deployment.sources[source].settings)
    assert shown == {kind.name: set(kind.settings_type.model_fields) for kind in kinds.values()}
    places = {one.kind: one.model_fields_set - {"kind"} for one in deployment.shelf}
    assert places == {name: set(target.settings_type.model_fields) for name, target in shelf_kinds().items()}


def test_the_demo_keeps_its_state_inside_the_repository():
    deployment = read_deployment(DEMO, SURROUNDINGS)

    assert deployment.state.root == DEMO.parents[2] / "var" / "demo"
    assert deployment.name == "demo"


def test_paths_of_a_source_count_from_the_deployment_file():
    opened = open_connectors(read_deployment(DEMO, SURROUNDINGS))

    assert Path(opened["mappings"].settings.folder) == DEMO.parent / "mappings"


def test_the_schema_in_the_repository_is_the_one_the_types_give():
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(), (
        "run: python -m orchestration.deployment.schema"
    )
