"""A signal ends a command as Ctrl-C does, whoever has the handlers meanwhile, and is remembered."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# The end of a pipe that the interpreter writes the number of each signal to.
_ear: int | None = None
_first: list[int] = []


@contextmanager
def listening() -> Iterator[None]:
    """Inside, SIGTERM and SIGHUP are a KeyboardInterrupt; under nohup SIGHUP stays ignored."""
    global _ear
    _first.clear()
    _ear, mouth = os.pipe()
    for end in (_ear, mouth):
        os.set_blocking(end, False)
    before = signal.set_wakeup_fd(mouth, warn_on_full_buffer=False)
    # Dagster takes over SIGINT and SIGTERM while it works: the third goes the way of the first.
    handlers = {
        one: signal.signal(one, _interrupt)
        for one in (signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(one) is signal.SIG_DFL
    }
    # A shell's background job is born deaf to interrupts, and with it would be the others, which end by one.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        handlers[signal.SIGINT] = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        stopped_by()
        for one, handler in handlers.items():
            signal.signal(one, handler)
        signal.set_wakeup_fd(before)
        os.close(mouth)
        os.close(_ear)
        _ear = None


def stopped_by() -> signal.Signals | None:
    """The first signal that was to end this command; None: nobody wants it to end."""
    if _ear is not None:
        with suppress(BlockingIOError):
            _first.extend(one for one in os.read(_ear, 4096) if one in _ENDING)
    return signal.Signals(_first[0]) if _first else None


def _interrupt(number: int, frame: FrameType | None) -> None:
    signal.raise_signal(signal.SIGINT)
