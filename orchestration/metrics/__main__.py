"""Write anew what is generated from the catalogue of metrics: `python -m orchestration.metrics`."""

from pathlib import Path

from orchestration.metrics.catalogue import read_catalogue
from orchestration.metrics.written import write

write(read_catalogue(Path(__file__).resolve().parents[2] / "dbt_project"))
