"""Whoever reads the output of a command may go away, a pipe or a terminal: the work goes on without him."""

import os
import pty
import subprocess
import sys
from collections.abc import Callable

import pytest

_TELLS = """
import sys
from orchestration.commands.entrance import open_console
from orchestration.reports.screen import Screen

screen = Screen(open_console())
sys.stdin.read()  # until the reader is gone
screen.noticed("a run was killed")
with screen.phase("dbt"):
    for number in range(1, 200):
        screen.node("fct_lead", number, 200)
screen.told(())
print("went on", file=sys.stderr)
"""


@pytest.mark.parametrize("opened", [os.pipe, pty.openpty], ids=["a pipe", "a terminal"])
def test_a_run_goes_on_when_nobody_listens_any_more(opened: Callable[[], tuple[int, int]]):
    reader, writer = opened()
    with subprocess.Popen(
        [sys.executable, "-c", _TELLS],
        stdin=subprocess.PIPE,
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        os.close(reader)
        os.close(writer)
        _, said = process.communicate(timeout=120)

    assert (process.returncode, said) == (0, "went on\n")
