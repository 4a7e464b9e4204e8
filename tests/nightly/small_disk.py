"""A night on a disk that is full at a size, in a process of its own."""

import resource
import subprocess
import sys
from pathlib import Path

from tests.nightly.simulated import House


def night_on_a_small_disk(house: House, number: int, largest_file: int) -> "subprocess.CompletedProcess[str]":
    """A night in a process of its own, which can write no file larger than `largest_file` bytes."""
    moment = house.company.nights[number - 1]
    house.set_clock(moment)
    return subprocess.run(
        [Path(sys.executable).with_name("voronka"), "night", "-d", house.file, "--now", moment.isoformat()],
        env=dict(house.environment),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file)),
    )
