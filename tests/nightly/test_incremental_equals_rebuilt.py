"""What three incremental nights left in the warehouse is what one build from the landing alone gives."""

import json
import subprocess
from pathlib import Path

import duckdb

from orchestration.assets.manifest import Transform
from orchestration.deployment.deployment import read_deployment
from tests.nightly.simulated import ThreeNights


def test_three_incremental_nights_equal_one_build_from_the_landing(three_nights: ThreeNights, tmp_path: Path):
    house = three_nights.house
    house.restore("night 3")
    rebuilt = _rebuild(house.file, dict(house.environment), house.deployment.state.root, tmp_path)

    differing = _differing_tables(house.deployment.state.warehouse, rebuilt)

    assert differing == {}


def _rebuild(file: Path, environment: dict[str, str], var: Path, folder: Path) -> Path:
    """Build everything into an empty warehouse over the same landing; gives the file."""
    fresh = folder / "var"
    fresh.mkdir()
    for part in ("landing", "quarantine", "run"):
        (fresh / part).symlink_to(var / part)
    transform = Transform(read_deployment(file, environment))
    surroundings = transform.environment() | {
        "VORONKA_VAR": str(fresh),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "target"),
    }
    done = subprocess.run(
        transform.command(
            "build", "--exclude-resource-type", "test", "unit_test", "--exclude", *transform.not_built
        ),
        env=surroundings,
        cwd=transform.project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    return fresh / "warehouse.duckdb"


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
