"""`make dbt-tests`: writes the keys of all publish blocks as dbt tests into the project."""

import argparse
import json
from pathlib import Path

from expectations.manifest import contracts_from_manifest
from expectations.plain_tests import write_plain_tests
from orchestration.deployment.declared import entity_streams


def main() -> None:
    """`python -m orchestration.assets.plain_tests <manifest.json>`: prints the files that changed."""
    parser = argparse.ArgumentParser(prog="orchestration.assets.plain_tests", description=__doc__)
    parser.add_argument("manifest", type=Path, help="dbt's manifest.json")
    manifest = json.loads(parser.parse_args().manifest.read_bytes())
    for name in write_plain_tests(contracts_from_manifest(manifest, entities=entity_streams())):
        print(name)


if __name__ == "__main__":
    main()
