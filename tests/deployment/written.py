"""Deployment files for tests: the demo's, changed in one place and written to a folder."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
DEMO = REPOSITORY / "deployments" / "demo" / "deployment.yml"
EXAMPLE = REPOSITORY / "deployments" / "example" / "deployment.yml"
SURROUNDINGS = {
    "SANDBOX_AMOCRM_BASE_URL": "http://127.0.0.1:1/amocrm",
    "SANDBOX_AMOCRM_TOKEN": "a-token-nobody-should-see",
    "SANDBOX_ONEC_BASE_URL": "http://127.0.0.1:1/ut/odata/standard.odata",
    "SANDBOX_ONEC_USER": "reader",
    "SANDBOX_ONEC_PASSWORD": "a-password-nobody-should-see",
    "SANDBOX_MANGO_OFFICE_BASE_URL": "http://127.0.0.1:1/vpbx",
    "SANDBOX_MANGO_OFFICE_API_KEY": "a-key-nobody-should-see",
    "SANDBOX_MANGO_OFFICE_API_SALT": "a-salt-nobody-should-see",
    "SANDBOX_YANDEX_DIRECT_BASE_URL": "http://127.0.0.1:1/direct",
    "SANDBOX_YANDEX_DIRECT_TOKEN": "another-token-nobody-should-see",
    "SANDBOX_YANDEX_DIRECT_CLIENT_LOGIN": "an-advertiser",
    "SANDBOX_FILES_FOLDER": "/nowhere",
    "SANDBOX_COSTS_FOLDER": "/nowhere/costs",
}


def written(folder: Path, change: Callable[[dict[str, Any]], object] = lambda raw: None) -> Path:
    """The demo's file after `change`, in `folder`."""
    raw = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    raw["var"] = str(folder / "var")
    raw["sources"]["mappings"]["settings"]["folder"] = str(DEMO.parent / "mappings")
    change(raw)
    file = folder / "deployment.yml"
    file.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return file
