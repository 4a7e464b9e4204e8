"""Typed settings of a source, the secrets in them, and how a wrong one is reported."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails

from connectors.kit.errors import SettingsError
from texts import marked, say, translated
from texts.wrong_values import said_of

S = TypeVar("S", bound="Settings")


def _known_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(marked("not a time zone name such as Europe/Moscow")) from None


ZoneName = Annotated[str, AfterValidator(_known_zone)]
"""The IANA name of a time zone."""


def hold_to_zone(told: str | None, said: str) -> None:
    """Raise SettingsError where a vendor tells of another zone than `timezone` says.

    `told`: the zone as the vendor names it; no name or an unknown one tells nothing. Zones whose clocks show
    the same time now are one.
    """
    try:
        zone = ZoneInfo(told or said)
    except (ZoneInfoNotFoundError, ValueError):
        return
    now = datetime.now(UTC)
    if now.astimezone(zone).utcoffset() != now.astimezone(ZoneInfo(said)).utcoffset():
        raise SettingsError(
            say("the vendor's days are of {told}, and `timezone` says {said}", told=zone.key, said=said),
            fix=say("set `timezone` of the source to {told}.", told=zone.key),
        )


class Settings(BaseModel):
    """The settings of one vendor; a secret is always a SecretStr; an unknown name is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    def secrets(self) -> tuple[str, ...]:
        """The values that must never be shown, the longest first."""
        found = {value for value in _secret_values(self) if value}
        return tuple(sorted(found, key=len, reverse=True))


class OAuthSettings(BaseModel):
    """An integration whose tokens rotate. `refresh_token` is only the first one; later ones are kept."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    client_id: str = Field(min_length=1, description="id of the integration")
    client_secret: SecretStr = Field(min_length=1, description="its secret")
    redirect_uri: str = Field(min_length=1, description="as it stands in the integration")
    refresh_token: SecretStr = Field(min_length=1, description="from the newest authorisation by a person")


def _secret_values(settings: BaseModel) -> Iterator[str]:
    for _, value in settings:
        if isinstance(value, SecretStr):
            yield value.get_secret_value()
        elif isinstance(value, BaseModel):
            yield from _secret_values(value)


def credential_key(base_url: str, settings: Settings) -> str:
    """A name for the credential that tells nothing about it: 16 hex digits."""
    text = "\x00".join((base_url, *settings.secrets()))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def settings_of(settings_type: type[S], source: str, values: Mapping[str, object]) -> S:
    """The settings of `source`, or a SettingsError that names each wrong `source.setting`."""
    try:
        return settings_type.model_validate(values)
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False)
        names = [".".join((source, *(str(part) for part in fault["loc"]))) for fault in faults]
        said = (_said(settings_type, fault) for fault in faults)
        wrong = "; ".join(f"{name}: {one}" for name, one in zip(names, said, strict=True))
        raise SettingsError(
            say("The settings of {source} are not usable: {wrong}", source=source, wrong=wrong),
            fix=say(
                "correct {names} in deployment.yml (a secret is written as {{env: NAME}}).",
                names=", ".join(names),
            ),
        ) from None


def _said(settings_type: type[Settings], fault: ErrorDetails) -> str:
    """What is wrong; of a word that is written otherwise than it should be, what it is to be."""
    said, field = said_of(fault), settings_type.model_fields.get(str(fault["loc"][0] if fault["loc"] else ""))
    if fault["type"] != "string_pattern_mismatch" or field is None or not field.description:
        return said
    return f"{said} ({translated(field.description)})"
