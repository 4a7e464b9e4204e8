"""What `dbt docs` shows in a Russian deployment: the Russian of a column above dbt's English, said once."""

import json
from pathlib import Path
from typing import Any

from orchestration.nights.dbt_docs import tell_in_russian


def _column(name: str, description: str, **meta: str) -> dict[str, Any]:
    return {"name": name, "description": description, "config": {"meta": meta}}


def _manifest(folder: Path, *columns: dict[str, Any], **meta: object) -> Path:
    words = {"label_ru": "Платежи", "description_ru": "Строки входящих оплат.", "unit": "count"}
    node = {
        "resource_type": "model",
        "description": "One row per deal.",
        "config": {"meta": meta},
        "columns": {one["name"]: one for one in columns},
    }
    content = {
        "metadata": {},
        "nodes": {"model.voronka.fct_deal": node},
        "metrics": {"m": {"name": "payments_count", "label": "Payments", "config": {"meta": words}}},
    }
    file = folder / "manifest.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def _told(file: Path) -> dict[str, str]:
    (node,) = json.loads(file.read_text(encoding="utf-8"))["nodes"].values()
    columns = {name: one["description"] for name, one in node["columns"].items()}
    return {"": node["description"], **columns}


def test_a_column_is_told_in_russian_above_its_english(tmp_path: Path):
    file = _manifest(
        tmp_path,
        _column("won_date", "Business date of won_at.", label_ru="Дата выигрыша"),
        _column("payments_count", "What only the metric tells.", label_ru="Платежей"),
        _column("grade", "Nobody has written this in Russian."),
        publish={"domain": "sales"},
        description_ru="Одна строка на сделку.",
    )
    tell_in_russian(tmp_path)
    assert _told(file) == {
        "": "Одна строка на сделку.\n\nOne row per deal.",
        "won_date": "Дата выигрыша. Дата won_at по времени компании.\n\nBusiness date of won_at.",
        "payments_count": "Платежей. Строки входящих оплат.\n\nWhat only the metric tells.",
        "grade": "Nobody has written this in Russian.",
    }


def test_telling_twice_says_nothing_twice_and_the_page_in_one_file_says_the_same(tmp_path: Path):
    file = _manifest(tmp_path, _column("payments_count", "Incoming payment lines."), publish={})
    static = tmp_path / "static_index.html"
    static.write_text(f"<script>n = {file.read_text(encoding='utf-8')}</script>", encoding="utf-8")
    tell_in_russian(tmp_path)
    once = file.read_text(encoding="utf-8")
    tell_in_russian(tmp_path)
    assert file.read_text(encoding="utf-8") == once
    assert static.read_text(encoding="utf-8") == f"<script>n = {once}</script>"


def test_without_a_manifest_nothing_is_told(tmp_path: Path):
    tell_in_russian(tmp_path)
    assert list(tmp_path.iterdir()) == []
