"""The settings of one Bitrix24 portal."""

from __future__ import annotations

import re

from pydantic import Field, SecretStr, model_validator

from connectors.kit.settings import OAuthSettings, Settings, ZoneName
from connectors.vendors.bitrix24.access import Webhook
from texts import marked

_WEBHOOK = re.compile(r"https?://[^/?#\s]+(?:/[^/?#\s]+)*/rest/\d+/[^/?#\s]+/?")


class Bitrix24OAuth(OAuthSettings):
    """A local application. `token_url`: the authorization server; the secret is sent to it alone."""

    redirect_uri: str = Field("", description=marked("not needed by Bitrix24"))
    token_url: str = Field("https://oauth.bitrix.info/oauth/token/", pattern=r"^https?://[^/?#]+(/[^?#]*)?$")


class Bitrix24Settings(Settings):
    """One portal. Either `webhook`, or `portal` and `oauth`."""

    webhook: SecretStr | None = Field(
        None,
        min_length=1,
        description=marked("whole address of the inbound webhook, made by an administrator"),
    )
    portal: str | None = Field(
        None, pattern=r"^https?://[^?#]+$", description=marked("address of the portal, for `oauth`")
    )
    oauth: Bitrix24OAuth | None = Field(
        None, description=marked("a local application with tokens that rotate")
    )
    timezone: ZoneName = Field(
        "Europe/Moscow", description=marked("the portal's zone: call days are its days")
    )
    trailing_days: int = Field(3, ge=1, le=31, description=marked("call days that are read again each time"))
    requests_per_second: int = Field(2, ge=1, le=5, description=marked("the vendor's limit; 5 on Enterprise"))
    burst: int = Field(
        40, ge=1, le=250, description=marked("requests at once; the vendor blocks above 50 (Enterprise 250)")
    )
    batch_size: int = Field(
        50, ge=1, le=50, description=marked("calls in one request; the vendor's limit is 50")
    )
    operating_seconds: float = Field(
        300.0,
        gt=0,
        description=marked("seconds of a method in ten minutes after which it rests; 480 blocks it"),
    )

    @model_validator(mode="after")
    def _one_credential(self) -> Bitrix24Settings:
        if (self.webhook is None) == (self.oauth is None):
            raise ValueError("give either `webhook`, or `portal` and `oauth`")
        if self.oauth is not None and self.portal is None:
            raise ValueError("give `portal` with `oauth`")
        if self.webhook is not None and not _WEBHOOK.fullmatch(self.webhook.get_secret_value()):
            raise ValueError("`webhook` is not an address such as https://name.bitrix24.ru/rest/1/secret/")
        return self

    def secrets(self) -> tuple[str, ...]:
        """The values that must never be shown, the webhook's secret by itself too."""
        if self.webhook is None:
            return super().secrets()
        hook = Webhook(self.webhook)
        return (*super().secrets(), hook.path, hook.secret)
