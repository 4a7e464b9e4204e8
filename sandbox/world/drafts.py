"""Cards of the CRM while their history is still being made up: mutable, frozen into crm_cards at the end."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from sandbox.company.charter import LOST, WON
from sandbox.company.crm_cards import (
    CompanyCard,
    Contact,
    FieldValues,
    Lead,
    LeadLinks,
    Person,
    Presence,
    StageRef,
)
from sandbox.company.history import Change, value_at

T = TypeVar("T")


@dataclass
class LeadDraft:
    """A lead in the making; no two of its changes fall on the same second."""

    id: int
    created_at: datetime
    created_by: int
    name: str
    stage: list[Change[StageRef]] = field(default_factory=list)
    responsible: list[Change[int]] = field(default_factory=list)
    price: list[Change[Decimal]] = field(default_factory=list)
    loss_reason: list[Change[int | None]] = field(default_factory=list)
    fields: list[Change[FieldValues]] = field(default_factory=list)
    links: list[Change[LeadLinks]] = field(default_factory=list)
    presence: list[Change[Presence]] = field(default_factory=list)
    taken: set[datetime] = field(default_factory=set)

    def free_second(self, at: datetime) -> datetime:
        """Return `at` in UTC, moved on to the first second at which nothing happens to the lead."""
        at = at.astimezone(UTC).replace(microsecond=0)
        while at in self.taken:
            at += timedelta(seconds=1)
        self.taken.add(at)
        return at

    def put(self, history: list[Change[T]], at: datetime, value: T, by: int) -> datetime:
        """Write a change at a free second, in order of time; return its instant."""
        at = self.free_second(at)
        insert_change(history, Change(at, value, by))
        return at

    def move(self, at: datetime, to: StageRef, by: int, reason: int | None = None) -> datetime:
        """Move to a stage; the loss reason is set or cleared by the same click."""
        at = self.put(self.stage, at, to, by)
        if value_at(self.loss_reason, at) != reason:
            insert_change(self.loss_reason, Change(at, reason, by))
        return at

    def set_field(self, at: datetime, field_id: int, text: str | None, by: int) -> None:
        """Give a custom field a value from `at` on (None empties it)."""
        at = self.free_second(at)
        insert_change(self.fields, Change(at, value_at(self.fields, at), by))
        self.fields = [
            Change(c.at, _with(c.value, field_id, text), c.by) if c.at >= at else c for c in self.fields
        ]

    def relink(self, at: datetime, rewrite: Callable[[LeadLinks], LeadLinks], by: int) -> None:
        """Rewrite the links that hold at `at` and all later ones."""
        at = self.free_second(at)
        insert_change(self.links, Change(at, value_at(self.links, at), by))
        self.links = [Change(c.at, rewrite(c.value), c.by) if c.at >= at else c for c in self.links]

    def last_at(self) -> datetime:
        """Return the instant of the last change so far."""
        return max(self.taken)

    def is_closed(self, at: datetime) -> bool:
        """Say whether the lead stands in 142 or 143."""
        return value_at(self.stage, at).stage_id in (WON, LOST)

    def freeze(self) -> Lead:
        """Return the finished card."""
        return Lead(
            id=self.id,
            created_at=self.created_at,
            created_by=self.created_by,
            name=self.name,
            stage=tuple(self.stage),
            responsible=tuple(self.responsible),
            price=tuple(self.price),
            loss_reason=tuple(self.loss_reason),
            fields=tuple(self.fields),
            links=tuple(self.links),
            presence=tuple(self.presence),
        )


@dataclass
class ContactDraft:
    """A contact in the making."""

    id: int
    created_at: datetime
    created_by: int
    responsible: list[Change[int]]
    person: list[Change[Person]]
    company_id: list[Change[int | None]]
    presence: list[Change[Presence]]
    merged_into: int | None = None

    def freeze(self) -> Contact:
        """Return the finished card."""
        return Contact(
            self.id,
            self.created_at,
            self.created_by,
            tuple(self.responsible),
            tuple(self.person),
            tuple(self.company_id),
            tuple(self.presence),
            self.merged_into,
        )


@dataclass
class CompanyDraft:
    """A company card in the making."""

    id: int
    created_at: datetime
    created_by: int
    responsible: list[Change[int]]
    person: list[Change[Person]]
    presence: list[Change[Presence]]

    def freeze(self) -> CompanyCard:
        """Return the finished card."""
        return CompanyCard(
            self.id,
            self.created_at,
            self.created_by,
            tuple(self.responsible),
            tuple(self.person),
            tuple(self.presence),
        )


def insert_change(history: list[Change[T]], change: Change[T]) -> None:
    """Put a change into its place in time."""
    history.insert(bisect_right([known.at for known in history], change.at), change)


def _with(values: FieldValues, field_id: int, text: str | None) -> FieldValues:
    kept = [(id_, value) for id_, value in values if id_ != field_id]
    return tuple(sorted([*kept, *([(field_id, text)] if text is not None else [])]))
