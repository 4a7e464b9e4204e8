"""A command that is told no deployment asks for one; a folder stands for the deployment file in it."""

import pytest
from typer.testing import CliRunner

from orchestration.cli import app
from tests.deployment.written import DEMO, SURROUNDINGS


@pytest.mark.parametrize("command", ["night", "status", "doctor", "releases", "rollback", "report"])
def test_no_deployment_is_said_and_not_taken_for_the_demo(command: str):
    answer = CliRunner().invoke(app, [command], env={"VORONKA_DEPLOYMENT": None})

    said = " ".join(answer.output.split())
    assert answer.exit_code == 1
    assert "No deployment is named" in said
    assert "voronka init" in said
    assert "SANDBOX" not in said


def test_a_folder_stands_for_the_file_in_it():
    answer = CliRunner().invoke(app, ["status", "-d", str(DEMO.parent), "--json"], env=SURROUNDINGS)

    assert '"deployment": "demo"' in answer.output
