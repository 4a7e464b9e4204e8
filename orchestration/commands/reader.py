"""The output of a command whose reader may go away, a pipe or a terminal: the work goes on unheard."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

_GONE = {errno.EPIPE, errno.EIO}


class _Patient:
    """A stream that turns to nowhere when nobody listens to it any more."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """As the stream does; gives how much of the text is taken: all of it."""
        with self._lasting():
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """As the stream does."""
        with self._lasting():
            self._stream.flush()

    @contextmanager
    def _lasting(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno not in _GONE:
                raise
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)


def patient(stream: IO[str]) -> IO[str]:
    """The same stream, which no longer fails when its reader is gone."""
    return cast("IO[str]", _Patient(stream))
