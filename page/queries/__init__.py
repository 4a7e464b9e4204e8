"""The page's questions to the shelf, one SQL file each."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def query(name: str) -> str:
    """The text of `<name>.sql`."""
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
