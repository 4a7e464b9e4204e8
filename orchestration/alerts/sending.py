"""Hands the one message of a failed night to the deployment's targets; a target in trouble breaks nothing."""

import logging
import re
import signal
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.alerts.message import Message, Writer
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.parts import AlertTarget
from orchestration.deployment.settings import secrets_of
from orchestration.failures import RunError, two_sentences
from orchestration.reports.outcome import Night
from orchestration.reports.run_report import AlertReport, Delivery, Trouble
from orchestration.turns.journal import Entry
from texts import marked, say, translated
from texts.redaction import Redactor

if TYPE_CHECKING:
    import apprise  # a third of a second to import: only where something is sent

_KEPT = "alert.json"
_TRIES, _PAUSE = 2, 3.0
# A message that was turned away at once has not arrived; one that timed out may have.
_AT_ONCE = 3.0
_CODE = re.compile(r"error[= ](\d{3})\b")
_TRY = marked("voronka doctor --send-trial shows whether it works")


@dataclass(frozen=True)
class Alerts:
    """The targets of one deployment. `sleep`: takes seconds."""

    deployment: Deployment
    sleep: Callable[[float], None] = time.sleep

    def tell(self, night: Night, run_id: str) -> tuple[Delivery, ...]:
        """Tell of the night that ended with the run `run_id` if it failed, once. Never raises."""
        before = AlertReport.read(self.deployment.state.run / _KEPT)
        if before is not None and before.run_id == run_id:
            return before.deliveries
        if not night.ok:
            return self._send(self._writer.of_night(night), run_id)
        if before is not None:
            self._keep(AlertReport(run_id=run_id, title="", deliveries=()))
        return ()

    def tell_of_stillborn(self, moment: datetime, error: Exception) -> tuple[Delivery, ...]:
        """Tell of a night that could not even begin. Never raises."""
        said = two_sentences(error)
        what, fix = said or (say("It ended in a defect ({kind})", kind=type(error).__name__), "")
        return self._send(self._writer.of_stillborn(moment, Trouble(what=what, fix=fix)), None)

    def send_page(self, file: Path, moment: datetime, names: Collection[str]) -> tuple[Delivery, ...]:
        """Send the page to the targets of these names. Never raises."""
        return self._deliver(self._writer.of_page(moment, file), names)

    def send_morning(self, morning: Message) -> tuple[Delivery, ...]:
        """Send the morning message to the targets of `kpi_alerts.send_to`. Never raises."""
        return self._deliver(morning, self.deployment.kpi_alerts.send_to)

    def tell_of_killed(self, moment: datetime, killed: Entry) -> tuple[Delivery, ...]:
        """Tell, once, of a night of the command line that could not tell of itself. Never raises."""
        if killed.what != "night" or killed.signal == signal.SIGINT.name:  # whoever pressed Ctrl-C was told
            return ()
        trouble = Trouble(
            what=killed.epitaph(),
            fix=say("Its work is done again now; see what killed it: too little memory, a person, a restart"),
        )
        return self._deliver(self._writer.of_killed(moment, trouble))

    def try_out(self, moment: datetime) -> tuple[Delivery, ...]:
        """Send a message that only shows that messages arrive. Never raises."""
        return self._deliver(self._writer.of_trial(moment))

    @property
    def _writer(self) -> Writer:
        deployment = self.deployment
        redact = Redactor(secrets_of(deployment))
        return Writer(deployment.company, deployment.zone, deployment.language, redact)

    def _send(self, message: Message, run_id: str | None) -> tuple[Delivery, ...]:
        deliveries = self._deliver(message)
        if deliveries:
            self._keep(AlertReport(run_id=run_id, title=message.title, deliveries=deliveries))
        return deliveries

    def _keep(self, report: AlertReport) -> None:
        try:
            report.write(self.deployment.state.run / _KEPT)
        except (OSError, RunError):  # what kept the night from beginning may keep this too
            logging.getLogger(__name__).warning("The report of the alert could not be written")

    def _deliver(self, message: Message, names: Collection[str] | None = None) -> tuple[Delivery, ...]:
        """Hand the message to the targets of these names, by default to all."""
        targets = [one for one in self.deployment.alerts.targets if names is None or one.name in names]
        return tuple(Delivery(target=one.name, trouble=self._handed(one, message)) for one in targets)

    def _handed(self, target: AlertTarget, message: Message) -> Trouble | None:
        """What kept one target from taking the message."""
        with _heard() as lines:
            service = _service(self.deployment, target)
            if isinstance(service, Trouble):
                return service
            for attempt in range(_TRIES):
                started = time.monotonic()
                if _notify(service, message):
                    return None
                if attempt + 1 < _TRIES and time.monotonic() - started < _AT_ONCE:
                    self.sleep(_PAUSE)
                else:
                    break
        return _refusal(target, lines)


def address_trouble(deployment: Deployment, target: AlertTarget) -> Trouble | None:
    """What is wrong with the address of a target, as far as can be seen without sending."""
    with _heard():
        service = _service(deployment, target)
    return service if isinstance(service, Trouble) else None


def _service(deployment: Deployment, target: AlertTarget) -> "apprise.NotifyBase | Trouble":
    import apprise

    variable = target.url.env
    address = deployment.environment.get(variable)
    if not address:
        return Trouble(
            what=say(
                "The alert target {name} needs the environment variable {variable}",
                name=target.name,
                variable=variable,
            ),
            fix=say("Set {variable} in the environment of the command and of the service", variable=variable),
        )
    service = apprise.Apprise.instantiate(address)
    if not isinstance(service, apprise.NotifyBase):
        return Trouble(
            what=say(
                "The alert target {name} has an address that apprise does not understand", name=target.name
            ),
            fix=say(
                "Write {variable} as the service's page of apprise says; {advice}",
                variable=variable,
                advice=translated(_TRY),
            ),
        )
    # Plain text, and one message even where a service takes only short ones.
    service.notify_format = apprise.NotifyFormat.TEXT
    service.overflow_mode = apprise.OverflowMode.TRUNCATE
    return service


def _notify(service: "apprise.NotifyBase", message: Message) -> bool:
    import apprise

    sender = apprise.Apprise()
    sender.add(service)
    return bool(
        sender.notify(
            message.text,
            title=message.title,
            notify_type=apprise.NotifyType.INFO if message.attachment else apprise.NotifyType.WARNING,
            body_format=apprise.NotifyFormat.TEXT,
            attach=str(message.attachment) if message.attachment else None,
        )
    )


def _refusal(target: AlertTarget, lines: Sequence[str]) -> Trouble:
    codes = [found.group(1) for line in lines if (found := _CODE.search(line))]
    why = (
        say(": it answered with {code}", code=codes[-1])
        if codes
        else say("; it could not be reached or did not answer in time")
    )
    return Trouble(
        what=say("The alert target {name} did not take the message{why}", name=target.name, why=why),
        fix=say(
            "Check {env} and the way from here to its server; {advice}",
            env=target.url.env,
            advice=translated(_TRY),
        ),
    )


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextmanager
def _heard() -> Iterator[list[str]]:
    """What apprise logs meanwhile. It may name hosts and accounts, so it goes to no log."""
    logger, ear = logging.getLogger("apprise"), _Ear()
    before, logger.propagate = logger.propagate, False
    logger.addHandler(ear)
    try:
        yield ear.lines
    finally:
        logger.removeHandler(ear)
        logger.propagate = before
