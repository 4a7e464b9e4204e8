"""The seal of a batch: a hash in the footer of its file over all that stands before it."""

from __future__ import annotations

import hashlib
from io import RawIOBase
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

SEAL = "voronka_seal"
_PIECE = 1 << 20


class Sealing(RawIOBase):
    """A file that hashes what is written to it."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file, self._hash, self._size = file, hashlib.blake2b(digest_size=16), 0

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, piece: object) -> int:
        """Write and hash a piece."""
        view = memoryview(piece)  # type: ignore[arg-type]
        self._hash.update(view)
        self._size += view.nbytes
        return self._file.write(view)

    def tell(self) -> int:
        """Bytes written."""
        return self._size

    def flush(self) -> None:
        """Hand what is written to the system."""
        if not self._file.closed:
            self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()

    def seal(self, metadata: bytes) -> bytes:
        """The seal over what is written and the metadata that follows: size and hash."""
        whole = self._hash.copy()
        whole.update(metadata)
        return f"{self._size}:{whole.hexdigest()}".encode()


def is_whole(file: pa.NativeFile) -> bool:
    """Whether a file of the landing is what was written; one from before seals only has to be readable."""
    try:
        parquet = pq.ParquetFile(file)
        metadata = parquet.metadata.metadata or {}
        if SEAL.encode() not in metadata:
            return all(parquet.read_row_group(number) is not None for number in range(parquet.num_row_groups))
        size, _, told = metadata[SEAL.encode()].decode().partition(":")
        return bool(_hash(file, int(size), metadata[b"voronka"]) == told)
    except (pa.ArrowException, KeyError, ValueError):
        return False
    except OSError as error:
        if error.errno is not None:  # the disk or a right, not what is written there
            raise
        return False


def _hash(file: pa.NativeFile, size: int, metadata: bytes) -> str:
    whole = hashlib.blake2b(digest_size=16)
    file.seek(0)
    while size > 0 and (piece := file.read(min(_PIECE, size))):
        whole.update(piece)
        size -= len(piece)
    whole.update(metadata)
    return whole.hexdigest()
