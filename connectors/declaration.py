"""`vendor.yml`: what a vendor is to the house beyond its connector, as types; no other module reads it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from connectors.kit.errors import SettingsError
from texts import say
from texts.wrong_values import said_of

FILE = "vendor.yml"
Family = Literal["crm", "telephony", "marketing", "erp", "property", "manual"]
FAMILIES: tuple[Family, ...] = get_args(Family)
"""In the order in which their people are trusted: a person known to a CRM is named by it."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Card = Literal["lead", "deal", "contact", "company"]
Check = Literal["calls", "talk_seconds", "ad_rows", "ad_cost", "site_visits"]
CardAddress = Annotated[str, StringConstraints(pattern=r"^[^'\s]*\{id\}[^'\s]*$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Title(_Part):
    """How people call the vendor."""

    en: str = Field(min_length=1)
    ru: str = Field(min_length=1)


class Figure(_Part):
    """A figure that the vendor gives of a day, and the check of mart_reconciliation that it is held to.

    `figure`: its name in the control totals of a batch; `units_in_one`: what to divide it by, 1000000 for
    millionths.
    """

    check: Check
    stream: Name
    figure: Name
    units_in_one: Decimal = Field(Decimal(1), gt=0)


class Declaration(_Part):
    """One vendor.

    `trust`: its place among the vendors of its family; a person known to two is named by the lower number.
    `crm_users`: its users are the people whose sales are counted.
    `supplies`: entities of which it has a staging model, `stg_<vendor>__<entity>`.
    `entities`: entity → the streams that must be loaded for a day of the entity to be known.
    `needs`: stream → the streams without which it would tell nothing, or wrongly: a source reads all or none.
    `card_url`: the path of a card below the account's address, with `{id}` in it.
    `listings`: mapping table → SQL over the vendor's staging models that lists what the table should name.
    `reconciliation`: the vendor's own figures of its days.
    """

    title: Title
    family: Family
    trust: int = Field(100, ge=1)
    crm_users: bool = False
    supplies: tuple[Name, ...] = ()
    entities: dict[Name, Annotated[tuple[Name, ...], Field(min_length=1)]] = {}
    needs: dict[Name, Annotated[tuple[Name, ...], Field(min_length=1)]] = {}
    card_url: dict[Card, CardAddress] = {}
    listings: dict[Name, str] = {}
    reconciliation: tuple[Figure, ...] = ()

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands among all vendors, the most trusted first."""
        return FAMILIES.index(self.family), self.trust

    def streams(self) -> set[str]:
        """Every stream that the declaration names."""
        named = {stream for streams in (*self.entities.values(), *self.needs.values()) for stream in streams}
        return named | set(self.needs) | {figure.stream for figure in self.reconciliation}


def read_declaration(folder: Path) -> Declaration:
    """The declaration in the folder of a vendor. SettingsError names the file and every wrong field."""
    file = folder / FILE
    try:
        return Declaration.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise wrong(file, str(error.strerror)) from None
    except yaml.YAMLError as error:
        raise wrong(file, str(getattr(error, "problem", None) or "is not YAML")) from None
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False)
        said = (f"{'.'.join(map(str, fault['loc']))} {said_of(fault)}".strip() for fault in faults)
        raise wrong(file, "; ".join(said)) from None


def wrong(file: Path, problem: str) -> SettingsError:
    """The error of a declaration that cannot be used."""
    return SettingsError(
        say("{file}: {problem}", file=file, problem=problem),
        fix=say("correct the vendor's declaration; docs/add-a-source.md shows every field."),
    )
