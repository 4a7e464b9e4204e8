"""Write anew what is generated from metrics and marts: `python -m orchestration.metrics`."""

from pathlib import Path

from orchestration.metrics.catalogue import read_catalogue
from orchestration.metrics.written import write

_DBT_PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"
write(_DBT_PROJECT, read_catalogue(_DBT_PROJECT))
