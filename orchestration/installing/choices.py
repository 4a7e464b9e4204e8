"""What a new installation can be made of: the vendors of each family and the settings nobody can guess."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from connectors.catalog import declarations, vendors
from connectors.declaration import FAMILIES as ALL_FAMILIES
from connectors.kit.connector import Connector
from connectors.kit.stream import Stream
from orchestration.failures import DeploymentError
from texts import say

FAMILIES = tuple(family for family in ALL_FAMILIES if family != "manual")  # tables are always there


@dataclass(frozen=True)
class NamedSecret:
    """A setting that stays outside the file. `variable`: where it is looked up; `about`: what it is."""

    name: str
    variable: str
    about: str


@dataclass(frozen=True)
class Account:
    """One account of a vendor in a new deployment. `streams`: of the vendor."""

    source: str
    vendor: str
    family: str
    asked: tuple[NamedSecret, ...]
    has_zone: bool
    streams: tuple[Stream, ...] = ()

    def first_kept(self, today: date) -> date:
        """The first day that every stream still gives; the first of all where none has a limit."""
        return max((one.keeps_from(today) for one in self.streams if one.keeps_from), default=date.min)


def vendors_of(family: str) -> list[str]:
    """The vendors a person can choose from."""
    return [name for name, one in declarations().items() if one.family == family]


def accounts(chosen: Mapping[str, Sequence[str]]) -> list[Account]:
    """An account for each chosen vendor (family → vendors). DeploymentError: it is not in that family."""
    known = vendors()
    found = [_account(known, family, vendor) for family in FAMILIES for vendor in chosen.get(family, ())]
    if not found:
        raise DeploymentError(
            say("Nothing is chosen to be read"),
            fix=say(
                "Choose a vendor at least, as in --crm {vendor}; known are {vendors}",
                vendor=vendors_of("crm")[0],
                vendors=", ".join(name for family in FAMILIES for name in vendors_of(family)),
            ),
        )
    return found


def _account(known: Mapping[str, type[Connector[Any]]], family: str, vendor: str) -> Account:
    if vendor not in vendors_of(family):
        raise DeploymentError(
            say("{vendor} is not known as --{family}", vendor=vendor, family=family),
            fix=say(
                "Choose among {vendors}, or leave --{family} out",
                vendors=", ".join(vendors_of(family)) or "–",
                family=family,
            ),
        )
    kind = known[vendor]
    fields = kind.settings_type.model_fields
    asked = tuple(_asked(vendor, fields))
    return Account(f"{vendor}_main", vendor, family, asked, "timezone" in fields, tuple(kind.streams))


def _asked(vendor: str, fields: Mapping[str, FieldInfo]) -> Iterator[NamedSecret]:
    """What has no default, and of secrets that may be left out the first: one way of signing in."""
    ways = [
        name for name, field in fields.items() if _is_secret(field.annotation) and not field.is_required()
    ]
    for name, field in fields.items():
        if field.is_required() or name in ways[:1]:
            yield NamedSecret(name, f"{vendor}_{name}".upper(), field.description or "")


def _is_secret(annotation: Any) -> bool:
    return SecretStr in (annotation, *get_args(annotation))
