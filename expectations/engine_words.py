"""What a database says of a failure, as it may stand in a report: no value of the data, then made short."""

from __future__ import annotations

import re

from expectations.personal import MASK, masked
from texts.redaction import shortened

# Of these failures the words in quotes stood in a cell; of all others they name columns and files.
_QUOTED_CELL = re.compile(
    r"""((?:Conversion|Constraint)\ Error:\ [^"']*|Failed\ to\ cast\ value[^"']*)
    ["'](?:(?!\n\s*LINE\ \d+:|compiled\ code).)*["']""",
    re.DOTALL | re.VERBOSE,
)
# The text that is no date stands there twice, the second time bare.
_TEXT_OF_NO_DATE = re.compile(r"(Could not parse string ).*?(?= Error:|\nError:|$)", re.DOTALL)


def said_by_engine(said: str, longest: int = 300) -> str:
    """The words on one line, without cells, phones and e-mails; cut only after that, in the middle."""
    return shortened(masked(" ".join(_without_cells(said).split())), longest)


def failure_of(error: Exception) -> str:
    """The first line of what an engine or the system says of a failure."""
    said = _without_cells(getattr(error, "strerror", None) or str(error))
    return said_by_engine(said.strip().splitlines()[0] if said.strip() else type(error).__name__)


def _without_cells(said: str) -> str:
    return _TEXT_OF_NO_DATE.sub(rf"\1{MASK}", _QUOTED_CELL.sub(rf"\1{MASK}", said))
