"""What can go wrong at a vendor: the switches, their reach (path, k-th request, how often), counting."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PrivateAttr

CONNECTION_FAULTS = ("slow", "dead", "truncated_body", "lost_answer")
REPLY_FAULTS = (
    "http_500",
    "http_503_retry_after",
    "rate_limited",
    "html_page",
    "token_expired",
    "payment_required",
    "forbidden",
)
LIST_FAULTS = ("repeat_page", "changed_type", "drop_key")
DAY_FAULTS = ("shrinking_day", "late_day")


class Fault(BaseModel):
    """A switched-on fault: in force from its k-th matching request, `times` times or until cleared.

    `path` is a prefix below the vendor's root (`/api/v4/leads`, `/Document_`); `entity` is a set of entities;
    `day` is the day that a day fault strikes (none: every day), `until` the clock's instant that ends it.
    """

    model_config = ConfigDict(extra="forbid")

    vendor: str
    fault: str
    times: int | None = Field(default=None, ge=1)
    from_request: int = Field(default=1, ge=1)
    path: str = ""
    seconds: float = Field(default=5.0, ge=0)
    retry_after: int | None = None
    retry_after_form: Literal["seconds", "date"] = "seconds"
    body: Literal["json", "text", "html"] = "json"
    entity: str = ""
    field: str | None = None
    value: Any = None
    row: int = Field(default=0, ge=0)
    rows: int = Field(default=1, ge=1)
    top: int = Field(default=100, ge=0)
    day: date | None = None
    until: AwareDatetime | None = None
    honest: bool = True

    _seen: int = PrivateAttr(default=0)
    _spent: int = PrivateAttr(default=0)

    @property
    def spent(self) -> int:
        """Count the requests that met this fault."""
        return self._spent

    @property
    def is_over(self) -> bool:
        """Tell whether the fault has been met as often as was asked."""
        return self.times is not None and self._spent >= self.times

    def meet(self, path: str) -> bool:
        """Count a request and tell whether the fault is in force for it."""
        if self.is_over or not path.startswith(self.path):
            return False
        self._seen += 1
        return self._seen >= self.from_request

    def spend(self) -> None:
        """Note that the fault showed itself once."""
        self._spent += 1


class FaultBoard:
    """The faults switched on now."""

    def __init__(self) -> None:
        """Start with a healthy world."""
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Switch a fault on."""
        self._faults.append(fault)

    def clear(self) -> set[str]:
        """Switch everything off and name the vendors that recover."""
        vendors = {fault.vendor for fault in self._faults}
        self._faults.clear()
        return set(vendors)

    def due(self, vendor: str, path: str = "") -> tuple[Fault, ...]:
        """Count a request of a vendor and give the faults in force for it."""
        return tuple(fault for fault in self._faults if fault.vendor == vendor and fault.meet(path))

    def listing(self) -> list[dict[str, Any]]:
        """Describe the switched-on faults and how often each was met."""
        return [fault.model_dump(exclude_defaults=True) | {"spent": fault.spent} for fault in self._faults]
