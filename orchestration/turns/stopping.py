"""How a signal ends a command: at once whatever it is at, with one sentence, leaving no process behind.

Nothing is unwound on the way out: what a command keeps is whole at every instant, as its locks die with it.
"""

import os
import select
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TextIO

import psutil

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_LOOK_SECONDS = 0.01
Speaker = Callable[[signal.Signals, TextIO, TextIO], None]

_last_words: list[Callable[[signal.Signals], None]] = []


class _Ear:
    """The end of a pipe that the interpreter writes each signal to, whoever has the handlers meanwhile."""

    def __init__(self) -> None:
        self.end, self.mouth = os.pipe()
        os.set_blocking(self.mouth, False)
        self.is_ending = False
        self.told: threading.Event | None = None

    def has_heard(self) -> bool:
        return bool(select.select([self.end], [], [], 0)[0])


_ear: _Ear | None = None


def before_the_end(words: Callable[[signal.Signals], None]) -> None:
    """Call `words` when a signal ends this process."""
    _last_words.append(words)


@contextmanager
def listening(speak: Speaker) -> Iterator[None]:
    """Inside, SIGINT, SIGTERM and SIGHUP end the process with 128 + their number, after `speak` has said so.

    `speak`: is given the signal, the standard output and the standard error. Only in the main thread.
    Under nohup SIGHUP stays ignored.
    """
    global _ear
    _ear = ear = _Ear()
    before = signal.set_wakeup_fd(ear.mouth, warn_on_full_buffer=False)
    # A shell's background job is born deaf to interrupts; it can be told to end by one all the same.
    handlers = {
        one: signal.signal(one, _do_nothing)
        for one in _ENDING
        if one != signal.SIGHUP or signal.getsignal(one) is not signal.SIG_IGN
    }
    thread = threading.Thread(target=_listen, args=(ear, speak), name="signals", daemon=True)
    thread.start()
    try:
        yield
    finally:
        for one, handler in handlers.items():
            signal.signal(one, handler)
        signal.set_wakeup_fd(before)
        os.close(ear.mouth)
        thread.join()  # does not come back where a signal came
        os.close(ear.end)
        _ear = None


def wait_if_ending() -> None:
    """Come back only if no signal is ending this process: what else goes wrong meanwhile is not told."""
    while _ear is not None and _ear.told is None and (_ear.is_ending or _ear.has_heard()):
        time.sleep(_LOOK_SECONDS)


@contextmanager
def ending_by_itself() -> Iterator[threading.Event]:
    """Inside, a signal sets the event and no more: the command knows in which order its parts end."""
    told = threading.Event()
    if _ear is not None:
        _ear.told = told
    try:
        yield told
    finally:
        if _ear is not None:
            _ear.told = None


def _listen(ear: _Ear, speak: Speaker) -> None:
    while True:
        select.select([ear.end], [], [])
        ear.is_ending = ear.told is None
        heard = os.read(ear.end, 4096)
        ending = [signal.Signals(one) for one in heard if one in _ENDING]
        if ending and ear.told is None:
            _end(ending[0], speak)
        if ending and ear.told is not None:
            ear.told.set()
        ear.is_ending = False
        if not heard:
            return


def _end(by: signal.Signals, speak: Speaker) -> None:
    try:
        out, error = _silence()
        for words in _last_words:
            with suppress(Exception):
                words(by)
        with suppress(Exception):  # a terminal that is gone hears nothing
            speak(by, out, error)
        # Killed and not asked: what works here must not take their end for a failure of theirs.
        for child in psutil.Process().children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                child.kill()
    finally:
        os._exit(128 + by)


def _silence() -> tuple[TextIO, TextIO]:
    """The standard output and error, for the last sentence; what others here still say is lost."""
    out, error = (os.fdopen(os.dup(end), "w", encoding="utf-8") for end in (1, 2))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for end in (1, 2):
        os.dup2(nowhere, end)
    return out, error


def _do_nothing(number: int, frame: FrameType | None) -> None:
    """The ear has heard it."""
