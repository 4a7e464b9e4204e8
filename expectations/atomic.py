"""Writing files so that a crash at any moment leaves the old content or the new, never a mixture."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def write_file(path: Path, content: str, mode: int | None = None) -> None:
    """Write aside, flush to the disk, and replace `path` in one step; `mode`: of the file, None: as usual."""
    aside = path.with_name(f".{path.name}.aside")
    with aside.open("w", encoding="utf-8") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    if mode is not None:
        aside.chmod(mode)
    put_in_place(aside, path)


def put_in_place(aside: Path, path: Path) -> None:
    """Replace `path` by the finished file `aside` of the same folder."""
    aside.replace(path)
    flush(path.parent)


def flush(path: Path) -> None:
    """Flush a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """The file's SHA-256 as hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
