"""Pipeworks, a CRM that does not exist: four lists, each read whole under a bearer token."""

from __future__ import annotations

from pydantic import Field, SecretStr

from connectors.kit.auth import BearerToken
from connectors.kit.connector import Connector
from connectors.kit.settings import Settings
from connectors.kit.stream import Stream


class PipeworksSettings(Settings):
    """Where the account is, and its token."""

    base_url: str = Field(pattern=r"^https?://[^?#\s]+$", description="address of the account")
    token: SecretStr = Field(min_length=1, description="token of the account")


class Pipeworks(Connector[PipeworksSettings]):
    """One account."""

    name = "pipeworks"
    settings_type = PipeworksSettings
    streams = (
        Stream("people", "/people", "people"),
        Stream("stages", "/stages", "stages"),
        Stream("customers", "/customers", "customers"),
        Stream("deals", "/deals", "deals"),
    )

    def base_url(self) -> str:
        """The address of the account."""
        return self.settings.base_url.rstrip("/")

    def auth(self) -> BearerToken:
        """A bearer token."""
        return BearerToken(self.settings.token)
