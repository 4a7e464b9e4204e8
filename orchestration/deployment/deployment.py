"""The typed deployment file: everything that differs between two installations, and no secret.

Reading it touches the file only. A secret or a value of one machine is written `{env: NAME}` and looked up by
`orchestration.deployment.settings` just before something runs, so the graph can be shown without secrets.
"""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    Field,
    PrivateAttr,
    ValidationError,
    model_validator,
)

from orchestration.deployment.dotenv import with_dotenv
from orchestration.deployment.layout import Var
from orchestration.deployment.parts import (
    Age,
    AlertSettings,
    Cohorts,
    Customers,
    Discipline,
    FromEnvironment,
    Identity,
    KpiAlerts,
    Links,
    PageSettings,
    Place,
    Pulse,
    Schedule,
    SourceEntry,
    SourceName,
    Strict,
    WorkingHours,
    known_zone,
)
from orchestration.deployment.shelf_entry import default_shelf, entries
from orchestration.deployment.yaml_file import read_yaml, wrong_file
from orchestration.failures import DeploymentError
from texts import say


class Deployment(Strict):
    """One installation of Voronka."""

    company: str = Field(min_length=1, description="shown on reports")
    timezone: Annotated[str, AfterValidator(known_zone)] = Field(description="business dates are dates here")
    currency: str = Field("RUB", pattern=r"^[A-Z]{3}$", description="base currency of every _amount")
    country: str = Field(
        "RU", pattern=r"^[A-Z]{2}$", description="whose official calendar gives working days"
    )
    language: Literal["ru", "en"] = Field("ru", description="of verdicts, reports and alerts for people")
    working_hours: WorkingHours = WorkingHours()  # type: ignore[call-arg]
    schedule: Schedule = Schedule()  # type: ignore[call-arg]
    var: Place = Field(description="folder of the state; relative to this file")
    sources: dict[SourceName, SourceEntry] = Field(min_length=1)
    payment_sources: tuple[str, ...] = Field(
        (), description="sources whose payments are the company's revenue"
    )
    identity: Identity = Identity()  # type: ignore[call-arg]
    links: Links = Links()  # type: ignore[call-arg]
    customers: Customers = Customers()  # type: ignore[call-arg]
    recall_hours: int = Field(24, gt=0, description="within so many hours a missed call is called back")
    touch_days: int = Field(
        30, ge=0, description="a call on a tracked line leads to a lead at most so many days later"
    )
    attribution_days: int = Field(90, gt=0, description="touches have credit at most so long before the win")
    kpi_alerts: KpiAlerts = KpiAlerts()  # type: ignore[call-arg]
    rounding_amount: int = Field(
        1, ge=0, description="a difference of booked and paid up to this, in base currency, is rounding"
    )
    deal_snapshot_days: int = Field(92, gt=0, description="open deals are published by day so many days back")
    cohorts: Cohorts = Cohorts()  # type: ignore[call-arg]
    product_window_months: int = Field(
        12, ge=6, description="ABC of products goes by the sales of so many months"
    )
    audience_least_customers: int = Field(
        5, ge=2, description="a group of the audience with fewer customers is not shown alone"
    )
    effort_days: int = Field(
        90, gt=0, description="daily effort is counted from what came of the days before"
    )
    pulse: Pulse = Pulse()  # type: ignore[call-arg]
    discipline: Discipline = Discipline()  # type: ignore[call-arg]
    scorecard_min_count: int = Field(
        10, ge=1, description="leads a month that must have reached a step for it to be an employee's weakest"
    )
    shelf: tuple[entries(), ...] = default_shelf()  # type: ignore[valid-type]
    alerts: AlertSettings = AlertSettings()  # type: ignore[call-arg]
    page: PageSettings = PageSettings()  # type: ignore[call-arg]
    keep_versions: int = Field(7, ge=2, description="published versions kept for a rollback")
    stale_after: Age = Field("36h", description="voronka status ends with 1 where data are older: 36h, 2d")
    late_after_hours: int = Field(30, gt=0, description="an asset older than this is shown as late")
    min_free_disk_mb: int = Field(500, ge=0, description="a night does not start with less free space")

    _file: Path = PrivateAttr(default=Path("deployment.yml"))
    _environment: Mapping[str, str] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _payments_come_from_a_source(self) -> "Deployment":
        for name in self.payment_sources:
            if name not in self.sources:
                raise ValueError(
                    say(
                        "payment_sources names {name}, which is not among sources: {sources}",
                        name=name,
                        sources=", ".join(self.sources),
                    )
                )
        return self

    @model_validator(mode="after")
    def _messages_go_to_targets(self) -> "Deployment":
        known = [target.name for target in self.alerts.targets]
        named = {"page.send_to": self.page.send_to, "kpi_alerts.send_to": self.kpi_alerts.send_to}
        for setting, names in named.items():
            for name in names:
                if name not in known:
                    raise ValueError(
                        say(
                            "{setting} names {name}, which is not among alerts.targets: {known}",
                            setting=setting,
                            name=name,
                            known=", ".join(known) or "–",
                        )
                    )
        return self

    @property
    def file(self) -> Path:
        """The file this was read from; relative paths count from its folder."""
        return self._file

    @property
    def environment(self) -> Mapping[str, str]:
        """Where `{env: NAME}` is looked up."""
        return self._environment

    @property
    def name(self) -> str:
        """Folder name of the deployment."""
        return self._file.resolve().parent.name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of business dates."""
        return ZoneInfo(self.timezone)

    @property
    def stale_age(self) -> timedelta:
        """The age from which data are stale."""
        return age_of(self.stale_after)

    @property
    def state(self) -> Var:
        """The var folder, absolute."""
        return Var((self._file.resolve().parent / self.place(self.var, "var")).resolve())

    def place(self, place: Place, setting: str) -> str:
        """A path of the file, looked up where it stays outside. DeploymentError: the variable is missing."""
        return str(self.looked_up(place, setting))

    def looked_up(self, value: Any, setting: str) -> Any:
        """A value of the file, or what the environment has for it. Raises DeploymentError."""
        if not isinstance(value, FromEnvironment):
            return value
        found = self._environment.get(value.env)
        if not found:
            raise missing_variables(self._file, {setting: value.env})
        return found

    def dbt_vars(self) -> dict[str, Any]:
        """What dbt is told with `--vars`: the same every night, so that partial parsing holds."""
        return {
            "timezone": self.timezone,
            "base_currency": self.currency,
            "country": self.country,
            "working_hours_start": self.working_hours.start,
            "working_hours_end": self.working_hours.end,
            "payment_sources": list(self.payment_sources),
            "max_shared_cards": self.identity.max_shared_records,
            "inferred_link_days": self.links.inferred_within_days,
            "recall_hours": self.recall_hours,
            "touch_days": self.touch_days,
            "attribution_days": self.attribution_days,
            **self.kpi_alerts.dbt_vars(),
            "rounding_amount": self.rounding_amount,
            "deal_snapshot_days": self.deal_snapshot_days,
            "cohort_months": self.cohorts.history_months,
            "cohort_wins": self.cohorts.least_wins,
            "product_window_months": self.product_window_months,
            "audience_least_customers": self.audience_least_customers,
            "effort_days": self.effort_days,
            **self.customers.dbt_vars(),
            **self.discipline.model_dump(),
            "pulse_marks": list(self.pulse.marks),
            "pulse_days": self.pulse.days,
            "scorecard_min_count": self.scorecard_min_count,
        }


def age_of(text: str) -> timedelta:
    """`36h` or `2d` as a length of time."""
    number = int(text[:-1])
    return timedelta(days=number) if text.endswith("d") else timedelta(hours=number)


def missing_variables(file: Path, variables: Mapping[str, str]) -> DeploymentError:
    """The error for settings (name → environment variable) whose variable is not set."""
    needs = "; ".join(
        say("{setting} needs the environment variable {name}", setting=setting, name=name)
        for setting, name in variables.items()
    )
    names = ", ".join(sorted(set(variables.values())))
    return DeploymentError(
        say("{file}: {needs}", file=file, needs=needs),
        fix=say("Set {names} in the environment of the command or the service", names=names),
    )


def read_deployment(file: Path, environment: Mapping[str, str]) -> Deployment:
    """The deployment in `file`, checked. Raises DeploymentError.

    `environment` is kept for `{env: NAME}`; what it lacks is taken from the `.env` beside the file.
    """
    deployment = deployment_of(read_yaml(file), file)
    deployment._environment = with_dotenv(file, environment)
    return deployment


def deployment_of(raw: object, file: Path) -> Deployment:
    """The deployment that the content of a file says, without an environment. Raises DeploymentError."""
    try:
        deployment = Deployment.model_validate(raw)
    except ValidationError as error:
        raise wrong_file(file, error) from None
    deployment._file = file
    return deployment
