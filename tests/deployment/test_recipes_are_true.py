"""The recipes for a machine that runs by itself: what they call exists, their own tools understand them."""

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import typer
import yaml

from orchestration.cli import app

REPOSITORY = Path(__file__).resolve().parents[2]
RECIPES = REPOSITORY / "deployments" / "recipes"
UNITS = sorted([*RECIPES.glob("*.service"), *RECIPES.glob("*.timer")])


def _unit(file: Path) -> configparser.ConfigParser:
    unit = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(file, encoding="utf-8")
    return unit


def _understood(words: list[str]) -> None:
    """The command line knows the command and every option of it."""
    command = typer.main.get_command(app)
    context = command.make_context("voronka", words[:1], resilient_parsing=True)
    found = command.get_command(context, words[0])  # type: ignore[attr-defined]
    assert found is not None, words
    found.make_context(words[0], words[1:])


def test_units_call_commands_that_exist():
    called = [_unit(file)["Service"]["ExecStart"] for file in UNITS if file.suffix == ".service"]
    assert len(called) == 2
    for line in called:
        program, *words = shlex.split(line)
        assert program.endswith("/.venv/bin/voronka")
        _understood(words)


def test_compose_calls_a_command_that_exists_and_paths_that_are_there():
    service = yaml.safe_load((RECIPES / "compose.yml").read_text(encoding="utf-8"))["services"]["voronka"]

    _understood(service["command"])
    context = (RECIPES / service["build"]["context"]).resolve()
    assert context == REPOSITORY
    assert (context / service["build"]["dockerfile"]).is_file()
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])


def test_the_image_is_made_of_what_there_is():
    copied = re.findall(r"^COPY \S+ (.+) \S+$", (RECIPES / "Dockerfile").read_text(encoding="utf-8"), re.M)
    assert copied
    assert all((REPOSITORY / name).exists() for line in copied for name in line.split())


def test_the_page_of_the_recipes_names_each_of_them():
    page = (RECIPES / "README.md").read_text(encoding="utf-8")
    names = {file.name for file in RECIPES.iterdir()} - {"README.md"}
    assert all(name in page for name in names)
    for line in re.findall(r"voronka ((?:night|status|doctor) -d \S+)", page):
        _understood(shlex.split(line.rstrip("`.,")))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_understands_the_units(tmp_path: Path):
    for file in UNITS:
        text = file.read_text(encoding="utf-8").replace("User=voronka", "User=root")
        text = re.sub(r"/opt/voronka/\.venv/bin/voronka", "/bin/true", text)
        text = text.replace("WorkingDirectory=/opt/voronka", "WorkingDirectory=/")
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    files = [str(tmp_path / file.name) for file in UNITS]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *files], check=False, capture_output=True, text=True
    )
    ours = [line for line in done.stderr.splitlines() if "voronka" in line]
    assert not ours
