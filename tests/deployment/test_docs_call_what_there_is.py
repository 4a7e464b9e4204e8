"""Commands, targets, modules and links that README and docs name exist, and take the options they show."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path

import pytest
import typer

from connectors.catalog import declarations
from orchestration.cli import app

REPOSITORY = Path(__file__).resolve().parents[2]
_FOLDERS = ("", "docs/**/", "deployments/**/", "benchmarks/")
PAGES = sorted({page for folder in _FOLDERS for page in REPOSITORY.glob(f"{folder}*.md")})
# What stands for a word of the reader's own, and what follows a command on its line.
_REST = re.compile(r"\s#.*|`.*|\s[|;>&].*|\.\.\.|…|\*\*")
_PLACEHOLDER = re.compile(r"<[^>]*>|\{[^}]*\}")


def _pages(pattern: str) -> list[tuple[str, str]]:
    """Name of a page and what the pattern finds there."""
    return [
        (str(page.relative_to(REPOSITORY)), found)
        for page in PAGES
        for found in re.findall(pattern, page.read_text(encoding="utf-8"), re.MULTILINE)
    ]


def _words(line: str) -> list[str]:
    return shlex.split(_PLACEHOLDER.sub("x", _REST.sub("", line)))


def _said_wrong(words: list[str]) -> str:
    """What the command line has against the words; empty where it takes them."""
    group = typer.main.get_command(app)
    context = group.make_context("voronka", words[:1], resilient_parsing=True)
    command = group.get_command(context, words[0])  # type: ignore[attr-defined]
    if command is None:
        return "no such command"
    known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)} | {"--help"}
    asked = [word.partition("=")[0] for word in words[1:] if re.match(r"--?[a-z]", word)]
    own = asked if words[0] != "dbt" else [word for word in asked if word in ("-d", "--deployment", "--now")]
    return ", ".join(sorted(set(own) - known))


def test_every_command_exists_with_its_options():
    called = _pages(r"(?:^|`|bin/)voronka ([a-z][^`\n]*)")

    assert len(called) > 50
    wrong = {(page, line): said for page, line in called if (said := _said_wrong(_words(line)))}
    assert wrong == {}


def test_every_target_of_make_exists():
    targets = set(re.findall(r"^([a-z-]+):", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.M))
    called = _pages(r"(?:^|`)make ([a-z-]+)")

    assert len(called) > 10
    assert [one for one in called if one[1] not in targets] == []


def test_every_module_and_file_that_is_to_be_run_exists():
    modules = _pages(r"python -m ([a-z_.]+[a-z_])")
    tests = _pages(r"`(tests/[a-z0-9_/.]+[a-z0-9_/])`")

    assert modules and tests
    assert [one for one in modules if importlib.util.find_spec(one[1]) is None] == []
    assert [one for one in tests if not (REPOSITORY / one[1]).exists()] == []


def test_every_link_leads_to_a_file_and_a_heading():
    found = [
        (page, link)
        for page, link in _pages(r"\]\(([^)\s]+)\)")
        if "://" not in link and not link.startswith("mailto:")
    ]

    assert len(found) > 100
    assert [one for one in found if not _leads_somewhere(*one)] == []


def _leads_somewhere(page: str, link: str) -> bool:
    name, _, heading = link.partition("#")
    file = (REPOSITORY / page).parent / name if name else REPOSITORY / page
    if not file.exists() or not heading:
        return file.exists()
    titles = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return heading in {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("vendor", sorted(declarations()))
def test_every_vendor_has_a_page_that_says_what_a_new_user_needs(vendor: str):
    page = (REPOSITORY / "docs" / "sources" / f"{vendor}.md").read_text(encoding="utf-8")
    assert "**How long.**" in page
    assert "## Коротко по-русски" in page
    assert re.search(r"\brights?\b|administrator|\ballow\b|\bkey\b", page), "which rights are needed"
    assert f"connectors/vendors/{vendor}/connector.py" in page, "where the quirks are told"
    assert f"vendor: {vendor}" in page, "the lines of the deployment file"
    assert f"({vendor}.md)" in (REPOSITORY / "docs" / "sources" / "README.md").read_text(encoding="utf-8")
