"""Where files of the landing are kept: a local folder or an object store, seen alike; no word of records."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import fsspec
import pyarrow as pa
import pyarrow.fs as pafs

from connectors.kit.disk import writing
from connectors.kit.errors import LandingFailed
from durable.files import flush, write_file
from texts import say


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is there: its path under the root, its bytes, when it was changed (ns, 0: unknown)."""

    path: str
    size: int
    changed: int = 0


class Store:
    """Files under one root. `root`: a path, or a URI that pyarrow or fsspec knows (s3://bucket/landing)."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.local = None if "://" in root else Path(root).absolute()
        self._files, self._base = _open(root)

    def spool_folder(self) -> Path:
        """A local folder for unfinished files; on the landing's own disk if that is local."""
        if self.local is not None:
            return self.local / ".spool"
        return Path(tempfile.gettempdir()) / "voronka-spool"

    def files(self, folder: str, suffix: str = "") -> list[Stored]:
        """The files anywhere under a folder, by path; none if the folder is not there."""
        base = self._base.lstrip("/") + "/"
        found = [
            Stored(info.path.lstrip("/").removeprefix(base), info.size, info.mtime_ns or 0)
            for info in self._infos(folder, recursive=True)
            if info.type == pafs.FileType.File and info.path.endswith(suffix)
        ]
        return sorted(found, key=lambda file: file.path)

    def folders(self, folder: str = "") -> list[str]:
        """The names of the folders directly under a folder; hidden ones are left out."""
        infos = self._infos(folder, recursive=False)
        names = (info.base_name for info in infos if info.type == pafs.FileType.Directory)
        return sorted(name for name in names if not name.startswith("."))

    def _infos(self, folder: str, *, recursive: bool) -> list[pafs.FileInfo]:
        selector = pafs.FileSelector(self._at(folder), recursive=recursive, allow_not_found=True)
        with reading(f"{self.root}/{folder}"):
            return list(self._files.get_file_info(selector))

    def open(self, path: str) -> pa.NativeFile:
        """A file for random reading."""
        with reading(path):
            return self._files.open_input_file(self._at(path))

    def read(self, path: str) -> bytes | None:
        """All bytes of a file, None if it is not there."""
        try:
            with self._files.open_input_stream(self._at(path)) as stream:
                return bytes(stream.read())
        except FileNotFoundError:
            return None

    def write(self, path: str, content: bytes) -> None:
        """Replace a small file as a whole."""
        with writing(path):
            if self.local is None:
                with self._files.open_output_stream(self._at(path)) as stream:
                    stream.write(content)
                return
            target = self.local / path
            target.parent.mkdir(parents=True, exist_ok=True)
            write_file(target, content)

    def set_aside(self, path: str, folder: str) -> str:
        """Move a file out of the root into a folder beside it; where it lies then."""
        target = f"{self._base.rstrip('/').rpartition('/')[0]}/{folder}/{path}"
        with writing(path):
            if not isinstance(self._files, (pafs.S3FileSystem, pafs.GcsFileSystem)):
                self._files.create_dir(target.rpartition("/")[0], recursive=True)
            self._files.move(self._at(path), target)
        return target

    def delete(self, path: str) -> None:
        """Remove a file; it may be gone already."""
        try:
            self._files.delete_file(self._at(path))
        except FileNotFoundError:
            return

    def publish(self, finished: Path, path: str, step: Callable[[str], None]) -> None:
        """Make a finished local file appear at `path`, whole or not at all, and durably."""
        with writing(path):
            if self.local is None:
                self._upload(finished, path)
                return
            target = self.local / path
            _make_folder(target.parent)
            flush(finished)
            step("synced")
            finished.replace(target)
            step("renamed")
            flush(target.parent)

    def _upload(self, finished: Path, path: str) -> None:
        folder = self._at(path).rpartition("/")[0]
        if not isinstance(self._files, (pafs.S3FileSystem, pafs.GcsFileSystem)):
            self._files.create_dir(folder, recursive=True)
        with finished.open("rb") as source, self._files.open_output_stream(self._at(path)) as sink:
            shutil.copyfileobj(source, sink, 1 << 20)
        finished.unlink()

    def _at(self, path: str) -> str:
        return f"{self._base}/{path}".rstrip("/")


def _open(root: str) -> tuple[pafs.FileSystem, str]:
    if "://" not in root:
        return pafs.LocalFileSystem(), str(Path(root).absolute())
    try:
        files, base = pafs.FileSystem.from_uri(root)
    except pa.ArrowInvalid:  # not a scheme of pyarrow's own
        other, base = fsspec.core.url_to_fs(root)
        files = pafs.PyFileSystem(pafs.FSSpecHandler(other))
    return files, base.strip("/")


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Turn a failed read into one clear error."""
    try:
        yield
    except OSError as error:
        raise LandingFailed(
            say("{what} could not be read: {reason}", what=what, reason=error.strerror or error),
            fix=say("check that the landing is where the deployment says, and the right to read it."),
        ) from error


def _make_folder(folder: Path) -> None:
    """Create the folder and its missing parents, durably: a folder's entry lives in its parent."""
    missing = [folder]
    while not missing[-1].parent.exists():
        missing.append(missing[-1].parent)
    if folder.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    for created in missing:
        flush(created.parent)
