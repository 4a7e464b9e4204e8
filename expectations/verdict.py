"""What the gate found in one mart: findings, each with its rule, and whether the mart may go out."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from expectations.contract import Severity
from expectations.texts import Language


class Finding(BaseModel):
    """One rule's answer. `sample` holds record keys, never the data behind them.

    `subject` narrows the rule: the referenced mart, the total, the check. `message` and `fix` are in the
    deployment's language; `report` can say the same in the other one, with the author's own words from
    `said` (language → message, fix). `error` is set when the rule itself could not be evaluated.
    """

    model_config = ConfigDict(frozen=True)

    rule: str
    severity: Severity
    passed: bool
    subject: str = ""
    observed: str = ""
    expected: str = ""
    message: str = ""
    fix: str = ""
    sample: tuple[str, ...] = ()
    error: str = ""
    said: dict[Language, dict[str, str]] = {}


class Verdict(BaseModel):
    """Everything found about one candidate mart."""

    model_config = ConfigDict(frozen=True)

    mart: str
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """True when no `stop` finding failed."""
        return not self.stops

    @property
    def stops(self) -> tuple[Finding, ...]:
        """The failed findings that hold the mart."""
        return tuple(one for one in self.findings if not one.passed and one.severity == "stop")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The failed findings that travel with the numbers."""
        return tuple(one for one in self.findings if not one.passed and one.severity == "warn")
