"""Writing files so that a crash at any moment leaves the old content or the new, never a mixture."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def aside_of(path: Path) -> Path:
    """Where the new content of `path` lies until it is finished: in the same folder, hidden."""
    return path.with_name(f".{path.name}.aside")


def write_file(path: Path, content: str | bytes, mode: int | None = None) -> None:
    """Write aside, flush to the disk, and replace `path` in one step; text as UTF-8.

    `mode`: of the file, from its first byte on; None: as usual. Raises OSError; `path` is then what it was.
    """
    raw = content.encode() if isinstance(content, str) else content
    aside = aside_of(path)
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666 if mode is None else mode)
    with open(handle, "wb") as stream:  # noqa: PTH123 - a handle, not a path
        stream.write(raw)
        stream.flush()
        os.fsync(stream.fileno())
    if mode is not None:
        aside.chmod(mode)
    put_in_place(aside, path)


def note_file(path: Path, content: str) -> None:
    """Replace `path` in one step without waiting for the disk: after a power cut it may be what it was.

    Raises OSError; `path` is then what it was, and nothing lies beside it.
    """
    aside = aside_of(path)
    try:
        aside.write_text(content, encoding="utf-8")
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise


def put_in_place(aside: Path, path: Path) -> None:
    """Replace `path` by the finished file `aside` of the same disk."""
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
