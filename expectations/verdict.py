"""What the gate found in one mart: findings, each with its rule, and whether the mart may go out."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from expectations.contract import Severity
from expectations.texts import Language


class Said(BaseModel):
    """What is wrong, and what a person does about it, in one language."""

    model_config = ConfigDict(frozen=True)

    message: str
    fix: str


class Finding(BaseModel):
    """One rule's answer about one mart, the same from the gate to the shelf.

    `subject` narrows the rule: the referenced mart, the total, the check. `sample` holds record keys, never
    the data behind them. `error` is set when the rule itself could not be evaluated. `said` words a failed
    rule in every language; a fulfilled one needs no words. `domain` is set when it is published: the numbers
    with which it travels.
    """

    model_config = ConfigDict(frozen=True)

    mart: str
    rule: str
    severity: Severity
    passed: bool
    subject: str = ""
    observed: str = ""
    expected: str = ""
    sample: tuple[str, ...] = ()
    error: str = ""
    said: dict[Language, Said] = {}
    domain: str = ""


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
