"""The whole bundle: database, datasets, charts and dashboards as the YAML files that Superset imports."""

import io
import json
import zipfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid5

import yaml
from sqlalchemy.engine import make_url

from bi.superset.charts import Drawn
from bi.superset.dashboards import Placed, filters, positions
from bi.superset.datasets import FORMATS, Datasets, Made
from bi.superset.declared import Dashboard, Declared, Language, read_declared
from bi.superset.marts import Mart, read_marts
from orchestration.metrics.catalogue import Metric, read_catalogue

DBT_PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"
LANGUAGES: tuple[Language, ...] = ("ru", "en")
DATABASE = "databases/voronka.yaml"
_NAMES = UUID("6f0c8a1e-5a0e-4f0f-9a53-0d6f8f1c2b77")
_MASK = "X" * 10


class Sources(NamedTuple):
    """What a bundle is written from."""

    declared: Declared
    marts: Mapping[str, Mart]
    catalogue: Mapping[str, Metric]

    def over(self, filled: Collection[str]) -> "Sources":
        """The same, for a company of which these of the needed tables have rows."""
        return self._replace(declared=self.declared.over(filled))


def read_sources() -> Sources:
    """The project's own declarations, marts and metrics."""
    catalogue = read_catalogue(DBT_PROJECT)
    return Sources(read_declared(), read_marts(DBT_PROJECT, catalogue), catalogue)


def bundle(address: str, main: Language = "ru", sources: Sources | None = None) -> dict[str, Any]:
    """Every file of the bundle by its path, as what its YAML holds.

    The datasets of the language `main` are the marts themselves; those of the other one are questions of the
    same name with its code, since Superset takes a table once. A password in `address` is masked: it is given
    beside the bundle. Without `sources` it holds what any company may have, data or none.
    """
    declared, marts, catalogue = sources or read_sources()
    datasets = Datasets(marts, catalogue, declared.codes)
    files: dict[str, Any] = {
        "metadata.yaml": {"version": "1.0.0", "type": "assets", "timestamp": "2026-01-01T00:00:00+00:00"},
        DATABASE: _database(address),
    }
    for language in sorted(LANGUAGES, key=lambda one: one != main):
        made = {name: datasets.made(name, one, language) for name, one in declared.datasets.items()}
        for name, one in made.items():
            files[f"datasets/voronka/{name}_{language}.yaml"] = _dataset(datasets, one, language == main)
        for dashboard in declared.dashboards:
            files |= dict(_dashboard(dashboard, made, language))
    return files


def zipped(files: dict[str, Any]) -> bytes:
    """The bundle as the archive that Superset takes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for path, content in files.items():
            text = yaml.dump(
                content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000
            )
            out.writestr(zipfile.ZipInfo(f"voronka/{path}"), text)
    return archive.getvalue()


def named(*parts: str) -> str:
    """The lasting name of a thing: the same each time the bundle is written."""
    return str(uuid5(_NAMES, "/".join(parts)))


def password_of(address: str) -> str | None:
    """The password that the bundle masks."""
    password = make_url(address).password
    return str(password) if password else None


def _database(address: str) -> dict[str, Any]:
    url = make_url(address)
    masked = url.set(password=_MASK) if url.password else url
    is_file = url.drivername == "duckdb"
    extra = {"engine_params": {"connect_args": {"read_only": True}}} if is_file else {}
    return {
        "database_name": "Voronka",
        "sqlalchemy_uri": masked.render_as_string(hide_password=False),
        "expose_in_sqllab": True,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "allow_run_async": False,
        "extra": extra | {"allows_virtual_table_explore": True},
        "uuid": named("database"),
        "version": "1.0.0",
    }


def _dataset(datasets: Datasets, made: Made, is_main: bool) -> dict[str, Any]:
    is_table = is_main and made.is_whole
    return {
        "table_name": made.name if is_main else f"{made.name}_{made.language}",
        "main_dttm_col": made.declared.date or made.declared.latest,
        "description": made.description,
        "schema": "kpi",
        "sql": None if is_table else made.sql,
        "filter_select_enabled": True,
        "uuid": named("dataset", made.language, made.name),
        "database_uuid": named("database"),
        "version": "1.0.0",
        "metrics": [
            {
                "metric_name": one.name,
                "verbose_name": one.label,
                "expression": one.sql,
                "description": one.description or None,
                "d3format": FORMATS[one.unit],
                "metric_type": None,
                "warning_text": None,
            }
            for one in made.measures.values()
        ],
        "columns": [
            {
                "column_name": one.name,
                "verbose_name": datasets.label(made, one),
                "description": one.described(made.language),
                "type": one.type.upper(),
                "expression": made.computed.get(one.name),
                "is_dttm": one.is_date,
                "groupby": True,
                "filterable": True,
                "is_active": True,
            }
            for one in made.columns.values()
        ],
    }


def _dashboard(
    dashboard: Dashboard, made: dict[str, Made], language: Language
) -> Iterator[tuple[str, dict[str, Any]]]:
    placed = [
        Placed(
            number,
            named("chart", language, dashboard.id, chart.id),
            named("dataset", language, chart.dataset),
            Drawn(chart, made[chart.dataset]),
        )
        for number, chart in enumerate(dashboard.charts, start=1)
    ]
    for one in placed:
        yield f"charts/{language}_{dashboard.id}_{one.drawn.chart.id}.yaml", _chart(one, language)
    title = dashboard.title.get(language)
    yield (
        f"dashboards/{language}_{dashboard.id}.yaml",
        {
            "dashboard_title": title,
            "slug": f"voronka-{dashboard.id}-{language}",
            "published": True,
            "css": "",
            "uuid": named("dashboard", language, dashboard.id),
            "position": positions(title, placed),
            "metadata": {
                "native_filter_configuration": filters(language, placed),
                "color_scheme": "supersetColors",
                "cross_filters_enabled": True,
                "filter_bar_orientation": "HORIZONTAL",
            },
            "version": "1.0.0",
        },
    )


def _chart(placed: Placed, language: Language) -> dict[str, Any]:
    drawn = placed.drawn
    return {
        "slice_name": drawn.chart.title.get(language),
        "description": drawn.chart.note.get(language) if drawn.chart.note else None,
        "viz_type": drawn.params["viz_type"],
        "params": drawn.params,
        "query_context": json.dumps(drawn.question, ensure_ascii=False),
        "uuid": placed.uuid,
        "dataset_uuid": placed.dataset_uuid,
        "version": "1.0.0",
    }
