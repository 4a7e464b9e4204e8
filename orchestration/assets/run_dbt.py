"""`python -m orchestration.assets.run_dbt <words>`: dbt for a night, which nobody reads along.

dbt words each of its eight thousand events twice, for the terminal and for its file, before it looks whether
anybody wants them, and writes the project it has read two times. A night wants to know how each node ended.
"""

import gc
import json
import logging
import os
import sys
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

_HEARD = ("info", "warn", "error")
_QUIET = ("--log-level", "none", "--log-level-file", "none", "--no-write-json")
_LARGEST_LOG = 10 * 1024 * 1024  # bytes


def main(words: Sequence[str], target: Path) -> int:
    """Run dbt; its events of weight become JSON lines on the standard output, their words `target`/dbt.log.

    Leaves `target`/run_results.json where dbt came so far. Returns dbt's exit code.
    """
    from dbt.artifacts.schemas.run import RunExecutionResult
    from dbt.cli.main import dbtRunner

    # What is loaded by now stays: Python need not look through it again and again.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    target.mkdir(parents=True, exist_ok=True)
    told = _Told(target / "dbt.log")
    done = dbtRunner(callbacks=[told.event]).invoke([*_QUIET, *words])
    error: BaseException | None = done.exception
    if isinstance(done.result, RunExecutionResult):
        try:
            done.result.write(str(target / "run_results.json"))
        except OSError as failure:
            error = failure
    gc.unfreeze()
    if error is not None:
        told.error(str(error))
        return 2
    return 0 if done.success else 1


class _Told:
    """What the night hears; a line that cannot be written ends nothing."""

    def __init__(self, log: Path) -> None:
        from dbt_common.events.functions import env_scrubber, msg_to_json

        self._as_json, self._scrub = msg_to_json, env_scrubber
        file = RotatingFileHandler(log, maxBytes=_LARGEST_LOG, backupCount=5, encoding="utf-8", delay=True)
        self._log = _lines("told.log", file)
        self._out = _lines("told.out", logging.StreamHandler(sys.stdout))

    def event(self, event: Any) -> None:
        """One event of dbt."""
        if event.info.level in _HEARD:
            self._out.info(self._scrub(self._as_json(event)))
            moment, level = event.info.ts.ToJsonString(), event.info.level
            self._log.info(f"{moment} [{level:<5}] {self._scrub(event.info.msg)}")

    def error(self, said: str) -> None:
        """Why dbt ended, in the shape of its own events."""
        self._out.info(json.dumps({"data": {}, "info": {"name": "Ended", "level": "error", "msg": said}}))


def _lines(name: str, handler: logging.Handler) -> logging.Logger:
    logger = logging.getLogger(name)
    logger.propagate = False
    logger.setLevel(logging.INFO)
    logger.handlers = [handler]
    return logger


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path(os.environ["DBT_TARGET_PATH"])))
