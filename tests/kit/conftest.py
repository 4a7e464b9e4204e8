"""Fixtures of the kit's tests: a tiny real HTTP vendor, a clock that moves only by sleeping, a transport."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from pydantic import SecretStr

from connectors.kit.auth import BearerToken
from connectors.kit.http import Transport
from tests.kit.stub_vendor import SECRET, Shop, ShopSettings, StubVendor, Waits
from texts.redaction import Redactor


@pytest.fixture
def vendor() -> Iterator[StubVendor]:
    stub = StubVendor()
    yield stub
    stub.close()


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def transport(vendor: StubVendor, waits: Waits) -> Transport:
    return Transport(
        session=requests.Session(),
        base_url=vendor.url,
        auth=BearerToken(SecretStr(SECRET)),
        sleep=waits.sleep,
        clock=waits.clock,
        redact=Redactor((SECRET,)),
        timeout=(2.0, 0.5),
        budget_seconds=600,
    )


@pytest.fixture
def shop() -> Shop:
    return Shop(ShopSettings())
