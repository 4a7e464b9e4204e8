"""The parts of a deployment file, as types: sources, schedule, alerts, and their texts."""

from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from orchestration.loaded.entry import Table
from page.tables import PRIORITY_ROWS
from texts import marked, say


def known_zone(name: str) -> str:
    """The name of a time zone, or a ValueError that says what is wrong."""
    if name not in available_timezones():
        raise ValueError(marked("is not an IANA time zone; write one like Europe/Moscow"))
    return name


Cron = Annotated[str, StringConstraints(pattern=r"^(\S+\s+){4}\S+$")]
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Age = Annotated[str, StringConstraints(pattern=r"^[1-9]\d{0,3}[hd]$")]
SourceName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Strict(BaseModel):
    """A part of the file: a setting that nobody knows is an error, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FromEnvironment(Strict):
    """A value that stays outside the file: `{env: NAME}`."""

    env: str = Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", description="name of the environment variable")


Place = str | FromEnvironment


class Pulse(Strict):
    """The stand-ups of the day, and how many working days before are what is usual at them."""

    marks: tuple[ClockTime, ...] = Field(
        ("11:00", "14:00", "16:00"), min_length=1, max_length=12, description="local times, in quotes"
    )
    days: int = Field(10, ge=1, le=60, description="working days before with complete data")

    @model_validator(mode="after")
    def _marks_differ(self) -> "Pulse":
        if len(set(self.marks)) != len(self.marks):
            raise ValueError(say("the marks {marks} name a time twice", marks=", ".join(self.marks)))
        return self


class WorkingHours(Strict):
    """The working day that speeds and sales cycles are measured in, local time."""

    start: ClockTime = Field("09:00", description="written in quotes")
    end: ClockTime = Field("18:00", description="written in quotes")

    @model_validator(mode="after")
    def _day_has_length(self) -> "WorkingHours":
        if self.start >= self.end:
            raise ValueError(
                say("ends at {end}, not after its start {start}", end=self.end, start=self.start)
            )
        return self


class Schedule(Strict):
    """When the data is read, in the deployment's time zone."""

    nightly: Cron = Field("0 3 * * *", description="the night, as cron")
    stand_ups: tuple[Cron, ...] = Field(
        ("0 11,14,16 * * 1-5",), description="shorter loads before the stand-up meetings; [] for none"
    )


class Tables(Strict):
    """Tables that another loader fills (Airbyte, Fivetran, dlt), in place of streams of the vendor."""

    place: Place = Field(
        description="a DuckDB file, a folder of Parquet, or {env: NAME} with the address of a PostgreSQL"
    )
    streams: dict[str, Table] = Field(min_length=1, description="stream of the vendor → its table")
    ended: str | None = Field(
        None,
        pattern=r".+\..+",
        description="table.column where the loader notes its ends; left out: dlt's own, or the newest row",
    )


class SourceEntry(Strict):
    """One installed account of one vendor."""

    vendor: str = Field(description="name of a folder in connectors/vendors")
    beginning: AwareDatetime = Field(
        description="nothing older is read; with an offset, 2026-01-01T00:00:00+03:00"
    )
    settings: dict[str, Any] = Field(default_factory=dict, description="what the vendor's connector asks for")
    streams: tuple[str, ...] | None = Field(None, description="only these streams; left out: all of them")
    tables: Tables | None = Field(None, description="streams that another loader reads, from its tables")
    url: str | None = Field(None, description="address of the account for people: marts link to its cards")
    minutes: int = Field(60, gt=0, description="time budget of one night for this source, waiting included")


class Identity(Strict):
    """How records become customers."""

    max_shared_records: int = Field(
        10, gt=0, description="a phone, e-mail or tax id shared by more records links nobody"
    )


class Links(Strict):
    """How money finds its deal."""

    inferred_within_days: int = Field(
        60, ge=0, description="widest distance between a payment and an inferred deal"
    )


class KpiAlerts(Strict):
    """When a KPI is worth a message (mart_kpi_alert), and who gets the morning's."""

    pace_pct: int = Field(90, gt=0, description="the month so far below so many percent of its plan to date")
    history_days: int = Field(8, ge=4, description="days of the same kind that a day is held against")
    robust_z: float = Field(3.5, gt=0, description="and lies further from them than this robust z")
    least_pct: int = Field(20, ge=0, description="and differs by so many percent")
    least_units: int = Field(5, ge=0, description="and by so many units")
    send_to: tuple[str, ...] = Field((), description="alert targets that get the morning message")
    at: Cron = Field("30 8 * * 1-5", description="when it goes out, as cron: nobody is woken by the night")

    def dbt_vars(self) -> dict[str, int | float]:
        """What the models need of it, as dbt's variables."""
        return {
            "alert_pace_pct": self.pace_pct,
            "alert_history_days": self.history_days,
            "alert_robust_z": self.robust_z,
            "alert_least_pct": self.least_pct,
            "alert_least_units": self.least_units,
        }


class Discipline(Strict):
    """What counts as a badly kept card."""

    late_edit_days: int = Field(
        3,
        ge=0,
        description="a win whose amount or date is changed more than so many days after is edited late",
    )
    stale_stage_months: int = Field(
        12, gt=0, description="a deal is stuck beside the stays that ended in so many months"
    )


class Cohorts(Strict):
    """How weekly cohorts of leads are judged."""

    history_months: int = Field(
        12, gt=0, description="maturity and the expected share go by the leads of so many months"
    )
    least_wins: int = Field(50, gt=0, description="an expected share is shown if it rests on so many wins")


class Customers(Strict):
    """How customers are sorted into segments, and when one counts as lost."""

    window_months: int = Field(
        12, gt=0, description="whoever has not bought for so many months is lost; segments look back as far"
    )
    segment_month_ends: int = Field(13, gt=1, description="so many month ends keep their segments")
    a_share: int = Field(
        70,
        gt=0,
        lt=100,
        description="percent of the money that customers of class A bring, the largest first",
    )
    b_share: int = Field(90, gt=0, lt=100, description="percent that classes A and B bring together")
    xyz_rule: Literal["purchases", "revenue"] = Field(
        "purchases", description="XYZ by the gaps between purchases, or by revenue month by month"
    )
    x_min_purchases: int = Field(3, gt=1, description="class X by purchases needs so many of them")
    x_gap_variation: int = Field(
        50, ge=0, description="and gaps that vary by at most so many percent of their mean"
    )
    x_revenue_variation: int = Field(10, ge=0, description="class X by revenue: variation in percent")
    y_revenue_variation: int = Field(25, ge=0, description="class Y by revenue: variation in percent")

    @model_validator(mode="after")
    def _classes_in_order(self) -> "Customers":
        if self.a_share >= self.b_share:
            raise ValueError(
                say("a_share is {a}, not below b_share, which is {b}", a=self.a_share, b=self.b_share)
            )
        if self.x_revenue_variation >= self.y_revenue_variation:
            raise ValueError(
                say(
                    "x_revenue_variation is {x}, not below y_revenue_variation, which is {y}",
                    x=self.x_revenue_variation,
                    y=self.y_revenue_variation,
                )
            )
        return self

    def dbt_vars(self) -> dict[str, int | str]:
        """What dbt is told of it."""
        return {
            "customer_window_months": self.window_months,
            "segment_month_ends": self.segment_month_ends,
            "abc_a_share": self.a_share,
            "abc_b_share": self.b_share,
            "xyz_rule": self.xyz_rule,
            "x_min_purchases": self.x_min_purchases,
            "x_gap_variation": self.x_gap_variation,
            "x_revenue_variation": self.x_revenue_variation,
            "y_revenue_variation": self.y_revenue_variation,
        }


def outside(value: object) -> object:
    """The value, if it is not the secret itself. Raises ValueError."""
    if isinstance(value, str):
        raise ValueError(marked("is a secret and stands in the file; write {env: NAME} instead"))
    return value


class AlertTarget(Strict):
    """One place that is told of a failed night."""

    name: SourceName = Field(description="how reports call it")
    url: Annotated[FromEnvironment, BeforeValidator(outside)] = Field(
        description="address as apprise writes it: tgram://…, mailtos://…, jsons://…"
    )


class AlertSettings(Strict):
    """Who is told of a failed night."""

    targets: tuple[AlertTarget, ...] = Field((), description="each gets one message per failed night")


class PageSettings(Strict):
    """What becomes of the page that every publication writes to <var>/report.html."""

    send_to: tuple[str, ...] = Field((), description="alert targets that get it after each publication")
    priority_rows: int = Field(
        PRIORITY_ROWS, ge=1, le=50, description="deals, and customers, listed as to be called first"
    )
