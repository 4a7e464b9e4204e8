"""What a run leaves behind for `status`, the tables and the tests: typed, kept as JSON in var/run."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict

from durable.files import note_file
from texts import harmless, with_fix

# A brief form names no more streams.
_NAMED = 3


Harmless = Annotated[str, AfterValidator(harmless)]
"""A text that may quote a vendor, on its way to a terminal, a log or a chat."""


class Trouble(BaseModel):
    """A failure: what happened, what a person does next.

    `brief`: what is said in place of `what` to people far from this machine, where that may quote the data.
    `is_consequence`: another trouble of the same night is its cause.
    """

    what: Harmless
    fix: Harmless = ""
    brief: Harmless = ""
    is_consequence: bool = False

    def __str__(self) -> str:
        return with_fix(self.what, self.fix)


class _Report(BaseModel):
    model_config = ConfigDict(extra="ignore")

    @classmethod
    def read(cls, file: Path) -> Self | None:
        """The report in `file`; None where there is none, or one of an older shape."""
        try:
            return cls.model_validate_json(file.read_bytes())
        except (FileNotFoundError, ValueError):
            return None

    def write(self, file: Path) -> None:
        """Keep the report, whole or not at all."""
        file.parent.mkdir(parents=True, exist_ok=True)
        note_file(file, self.model_dump_json(indent=1))


class StreamReport(_Report):
    """One stream of one load. Times are seconds; `reasons`: why records went to quarantine.

    `days`: of a stream that is read by days, the ones that were read. `unavailable`: why the account does not
    offer the stream; nothing was asked for then, and nothing failed.
    """

    vendor: str
    source: str
    stream: str
    rows: int = 0
    deletes: int = 0
    quarantined: int = 0
    requests: int = 0
    seconds: float = 0.0
    complete: bool = False
    covered_to: datetime | None = None
    days: tuple[str, ...] = ()
    warnings: tuple[Harmless, ...] = ()
    reasons: tuple[Harmless, ...] = ()
    unavailable: Harmless = ""
    trouble: Trouble | None = None

    @property
    def name(self) -> str:
        """`source.stream`."""
        return f"{self.source}.{self.stream}"


class LandReport(_Report):
    """One run of the land job."""

    run_id: str
    started_at: datetime
    seconds: float
    streams: tuple[StreamReport, ...]

    @property
    def failed(self) -> tuple[StreamReport, ...]:
        """The streams that did not arrive whole."""
        return tuple(one for one in self.streams if one.trouble)


class MartReport(_Report):
    """One mart at the gate: how many rules it was judged by, and what failed, by severity."""

    mart: str
    domain: str
    passed: bool
    rules: int
    stops: tuple[Trouble, ...] = ()
    warnings: tuple[Trouble, ...] = ()


class DomainReport(_Report):
    """One domain of the release. `data_as_of`: how far its readers' numbers reach; None: no data."""

    domain: str
    published: bool
    version: str | None
    reason: str = ""
    data_as_of: datetime | None = None


class BuildReport(_Report):
    """One run of the build job. `unchanged`: nothing new had landed, so dbt and the gate were not asked.

    `warnings`: what was damaged and has been made anew, and what went wrong after the publication.
    """

    run_id: str
    as_of: datetime
    as_of_date: date
    version: str | None
    unchanged: bool = False
    broken: dict[str, str] = {}
    marts: tuple[MartReport, ...] = ()
    domains: tuple[DomainReport, ...] = ()
    shelf: dict[str, str] = {}
    troubles: tuple[Trouble, ...] = ()
    warnings: tuple[str, ...] = ()
    phases: dict[str, float] = {}
    page: "PageReport | None" = None

    @property
    def held(self) -> tuple[DomainReport, ...]:
        """Domains that stayed at their last good version."""
        return tuple(one for one in self.domains if not one.published)


class Delivery(_Report):
    """How one target took a message. `trouble` is None where it was delivered."""

    target: str
    trouble: Trouble | None = None


class PageReport(_Report):
    """The page of a publication: where it stands, or why it does not, and how each target took it."""

    file: str = ""
    trouble: Trouble | None = None
    deliveries: tuple[Delivery, ...] = ()

    @property
    def troubles(self) -> list[Trouble]:
        """What went wrong with it; nothing of this fails a night."""
        told = [one.trouble for one in self.deliveries if one.trouble]
        return [self.trouble, *told] if self.trouble else told


class AlertReport(_Report):
    """The last message of a failed night. `run_id`: the run that ended it; None: it could not even begin."""

    run_id: str | None
    title: str
    deliveries: tuple[Delivery, ...]


def causes(streams: Iterable[StreamReport]) -> list[str]:
    """The root causes, a line each."""
    return [str(one) for one in root_causes(streams)]


def root_causes(streams: Iterable[StreamReport]) -> list[Trouble]:
    """One per root cause: the streams it hit, what happened to the first of them, what to do.

    Streams of one source that ask for the same remedy have one cause, though each names its own path.
    """
    hit: dict[tuple[str, str], list[StreamReport]] = {}
    for one in streams:
        if one.trouble:
            hit.setdefault((one.source, one.trouble.fix), []).append(one)
    return [_named([one.name for one in those], those[0].trouble) for those in hit.values()]


def _named(streams: Sequence[str], trouble: Trouble | None) -> Trouble:
    trouble = trouble or Trouble(what="")
    rest = len(streams) - _NAMED
    few = ", ".join(streams[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")
    return trouble.model_copy(
        update={
            "what": f"{', '.join(streams)}: {trouble.what}",
            "brief": f"{few}: {trouble.brief or trouble.what}",
        }
    )
