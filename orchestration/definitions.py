"""What the Dagster tools load: the deployment named in the environment, and a user's own files in `defs/`.

Here Dagster's processes read the environment: VORONKA_DEPLOYMENT is the deployment file (left out: the demo),
VORONKA_NOW freezes the clock at an instant, as the demo's simulated nights need.
"""

import os
from pathlib import Path

import dagster as dg

from orchestration.clock import clock
from orchestration.deployment.deployment import read_deployment
from orchestration.deployment.layout import REPOSITORY
from orchestration.nights.build import build
from texts import language_for, speak

_DEMO = REPOSITORY / "deployments" / "demo" / "deployment.yml"


@dg.definitions
def defs() -> dg.Definitions:
    """The deployment's graph merged with the definitions a user dropped in `orchestration/defs/`."""
    file = Path(os.environ.get("VORONKA_DEPLOYMENT") or _DEMO)
    deployment = read_deployment(file, os.environ)
    speak(language_for(os.environ, deployment.language))
    built = build(deployment, now=clock(os.environ.get("VORONKA_NOW")))
    return dg.Definitions.merge(built, dg.load_from_defs_folder(path_within_project=Path(__file__).parent))
