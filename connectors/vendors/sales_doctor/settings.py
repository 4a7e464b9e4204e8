"""The settings of a company that runs on SALES DOCTOR."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, SecretStr, StringConstraints

from connectors.kit.settings import Settings, ZoneName
from texts import marked

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class SalesDoctorSettings(Settings):
    """One company, which is one server."""

    login: str = Field(min_length=1, description=marked("login of a user that only this program uses"))
    password: SecretStr = Field(min_length=1, description=marked("password of this user"))
    base_url: str = Field(
        pattern=r"^https?://[^/?#\s]+(/[^?#\s]*)?$",
        description=marked("address of the company's server, https://<company>.salesdoc.io"),
    )
    timezone: ZoneName = Field("Asia/Tashkent", description="zone of the server: its times carry none")
    currency: Code = Field("UZS", description="currency of payment types of which nothing else is known")
    currency_of: dict[str, Code] = Field(
        default_factory=dict, description="payment or price type (its id or name) → its currency"
    )
    shipped_statuses: tuple[int, ...] = Field(
        (2, 3, 4), description="states of an order, or a return, in which the goods have left"
    )
    cancelled_statuses: tuple[int, ...] = Field((5,), description="states in which an order does not count")
    statuses: tuple[int, ...] = Field((1, 2, 3, 4, 5), description="all states that are asked for")
    filials: tuple[str, ...] | None = Field(None, description="ids of the filials to read; all if not given")
    trailing_days: int = Field(14, ge=1, le=90, description="days whose visits are read again each time")
    ahead_days: int = Field(14, ge=1, le=90, description="coming days whose planned visits are read")
    page_size: int = Field(1000, ge=10, le=1000, description="records in one page")
    requests_per_second: int = Field(2, ge=1, le=20, description="the vendor does not tell its limit")
