"""What stops a night, said in two sentences: what happened, and what a person does next.

Nothing here retries: the one place that repeats a request is the connector's transport.
"""

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from texts import marked, say, translated, with_fix

if TYPE_CHECKING:
    import dagster as dg

_DISK_IS_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_OUT_OF_REACH = {
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.ENAMETOOLONG),
    errno.EIO,
}
# How DuckDB and SQLite say the same, without a number.
_FULL_WORDS = ("No space left on device", "File too large", "disk is full", "disk I/O error")
FREE_SOME = marked(
    "Free some space and start the night again: what was committed is kept, the previous publication stands"
)


class RunError(Exception):
    """A night cannot go on. `what` names the thing, `fix` the next action; neither holds a secret."""

    def __init__(self, what: str, *, fix: str) -> None:
        super().__init__(with_fix(what, translated(fix)))
        self.what = what
        self.fix = translated(fix)


class DeploymentError(RunError):
    """The deployment file, or something it points to, is wrong: its author acts."""


class RunInProgress(RunError):
    """Another run holds the folder: waiting helps."""


class DiskFull(RunError):
    """The disk took no more data: whoever looks after the machine acts."""


class TransformFailed(RunError):
    """dbt did not get as far as building models."""


def disk_failure(error: BaseException | None) -> DiskFull | None:
    """The full disk behind an error, also when it arrives wrapped in another one."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _DISK_IS_FULL:
            said = say("The disk is full while writing {file}", file=error.filename)
            return DiskFull(said if error.filename else say("The disk is full"), fix=FREE_SOME)
        if says_disk_full(str(error)) and two_sentences_of(error) is None:
            return DiskFull(say("The disk is full"), fix=FREE_SOME)
        error = error.__cause__ or error.__context__
    return None


def two_sentences(error: BaseException) -> tuple[str, str] | None:
    """(what, fix) of an error that somebody expected; None for a defect, which deserves its traceback."""
    full = disk_failure(error)
    if full is not None:
        return full.what, full.fix
    return two_sentences_of(error) or _out_of_reach(error)


def _out_of_reach(error: BaseException) -> tuple[str, str] | None:
    """(what, fix) where the system does not let us at a file or a folder."""
    if not isinstance(error, OSError) or error.errno not in _OUT_OF_REACH or error.filename is None:
        return None
    return (
        say("{file} cannot be used: {reason}", file=error.filename, reason=error.strerror),
        say("See what stands there, and that this user may read and write it; then run again"),
    )


def two_sentences_of(error: BaseException) -> tuple[str, str] | None:
    """(what, fix) that the error itself carries."""
    what, fix = getattr(error, "what", None), getattr(error, "fix", None)
    if isinstance(what, str) and isinstance(fix, str):
        return what, fix
    return None


def says_disk_full(text: str) -> bool:
    """Whether an engine's message means that the disk takes no more data."""
    return any(words in text for words in _FULL_WORDS)


def as_failure(lines: Sequence[str]) -> "dg.Failure":
    """A Dagster failure that says these lines, one per root cause.

    Retrying is off: the connector has already spent its time budget on whatever a retry can heal.
    """
    import dagster as dg

    return dg.Failure(description="\n".join(lines), allow_retries=False)


@contextmanager
def failing_clearly() -> Iterator[None]:
    """Inside a Dagster step: an expected error becomes two sentences, a defect keeps its traceback."""
    try:
        yield
    except Exception as error:
        said = two_sentences(error)
        if said is None:
            raise
        raise as_failure([with_fix(*said)]) from None
