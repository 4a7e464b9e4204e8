"""What three incremental nights left in the warehouse is what one build from the landing alone gives."""

import json
import subprocess
from pathlib import Path

import duckdb
import pytest

from orchestration.assets.manifest import Transform
from tests.nightly.simulated import House


@pytest.mark.parametrize("after", ["night 3"], indirect=True)
def test_three_incremental_nights_equal_one_build_from_the_landing(after: House):
    rebuilt = after.deployment.state.warehouse
    rebuilt.unlink()
    _rebuild(Transform(after.deployment))

    differing = _differing_tables(after.saved["night 3"] / rebuilt.name, rebuilt)

    assert differing == {}


def _rebuild(transform: Transform) -> None:
    """Build everything into an empty warehouse over the same landing."""
    done = subprocess.run(
        transform.command(
            "build", "--exclude-resource-type", "test", "unit_test", "--exclude", *transform.not_built
        ),
        env=transform.environment(),
        cwd=transform.project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def _differing_tables(left: Path, right: Path) -> dict[str, object]:
    """Table → rows that only one side has, for every table of either side."""
    with duckdb.connect() as both:
        both.execute(f"attach '{left}' as l (read_only)")
        both.execute(f"attach '{right}' as r (read_only)")
        tables = {
            side: {
                f'"{schema}"."{name}"'
                for schema, name in both.execute(
                    "select table_schema, table_name from information_schema.tables "
                    "where table_catalog = $side and table_type = 'BASE TABLE'",
                    {"side": side},
                ).fetchall()
            }
            for side in ("l", "r")
        }
        assert len(tables["l"]) > 30, json.dumps(sorted(tables["l"]))
        differing: dict[str, object] = dict.fromkeys(tables["l"] ^ tables["r"], "on one side only")
        for name in sorted(tables["l"] & tables["r"]):
            counts = both.execute(
                f"select (select count(*) from (from l.{name} except all from r.{name})), "
                f"(select count(*) from (from r.{name} except all from l.{name}))"
            ).fetchone()
            if counts != (0, 0):
                differing[name] = counts
        return differing
