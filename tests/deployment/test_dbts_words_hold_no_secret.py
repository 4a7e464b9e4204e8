"""What dbt says of a failure is told without secrets, phones and cells, wherever it is cut."""

from pathlib import Path

import pytest

from orchestration.assets.manifest import Transform
from orchestration.assets.models import Built
from orchestration.deployment.deployment import read_deployment
from orchestration.failures import TransformFailed
from tests.deployment.written import SURROUNDINGS, written
from texts import speaking

TOKEN = SURROUNDINGS["SANDBOX_AMOCRM_TOKEN"]
_BROKEN = """{{ exceptions.raise_compiler_error(
    'x' * 1480 ~ env_var('SANDBOX_AMOCRM_TOKEN') ~ ' y' * 40 ~ ' of +7 912 345-67-89') }}"""


@pytest.fixture
def transform(tmp_path: Path) -> Transform:
    files = {
        "dbt_project.yml": "{name: small, version: '1.0', profile: small, config-version: 2}",
        "profiles.yml": "{small: {target: t, outputs: {t: {type: duckdb, path: w.duckdb}}}}",
        "models/broken.sql": _BROKEN,
    }
    for name, text in files.items():
        file = tmp_path / "project" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return Transform(read_deployment(written(tmp_path), SURROUNDINGS), tmp_path / "project")


def test_a_project_that_cannot_be_read(transform: Transform, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SANDBOX_AMOCRM_TOKEN", TOKEN)
    with speaking("en"), pytest.raises(TransformFailed, match="dbt cannot read the project") as caught:
        transform.manifest()
    assert "broken" in caught.value.what
    assert "a-tok" not in caught.value.what
    assert "nobody" not in caught.value.what
    assert "912" not in caught.value.what


@pytest.mark.parametrize("before", [470, 480, 485, 490, 495, 500])
def test_a_model_that_failed(transform: Transform, before: int):
    said = f"Runtime Error\n  {'x' * before}{TOKEN}{' y' * 400}\n  Conversion Error: Could not convert 'Ivan'"
    result = {"unique_id": "model.small.broken", "status": "error", "message": said}
    built = Built.of({"results": [result]}, {"nodes": {}}, transform.words)
    (reason,) = built.broken.values()
    assert len(reason) <= 600
    assert "a-tok" not in reason
    assert "nobody" not in reason
    assert "Ivan" not in reason
    assert "Conversion Error: Could not convert" in reason
