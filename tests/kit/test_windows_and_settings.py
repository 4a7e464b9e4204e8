"""Windows of time, and settings that name what is wrong with them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, SecretStr

from connectors.kit.cursor import Clock, Cursor, Window
from connectors.kit.errors import SettingsError, VendorUnavailable
from connectors.kit.settings import Settings, credential_key, settings_of
from texts.redaction import Redactor

START = datetime(2026, 1, 1, tzinfo=UTC)
CURSOR = Cursor("updated_at", "from", "to")


class ErpSettings(Settings):
    user: str = Field(min_length=1)
    password: SecretStr
    port: int = 443


@given(st.integers(0, 400), st.integers(1, 90))
def test_slices_cover_the_window_without_a_gap(days, width):
    whole = Window(START, START + timedelta(days=days))
    slices = list(whole.slices(timedelta(days=width)))
    assert slices[0].start == whole.start
    assert slices[-1].end == whole.end
    assert all(one.end == two.start for one, two in pairwise(slices))
    assert all(piece.end - piece.start <= timedelta(days=width) for piece in slices)


def test_a_window_of_instants_without_a_zone_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="time zone"):
        Window(datetime(2026, 1, 1), datetime(2026, 1, 2))


def test_both_bounds_are_asked_a_second_wider_because_they_may_be_exclusive():
    asked = dict(CURSOR.params(Window(START, START + timedelta(hours=1))))
    assert asked == {"from": str(int(START.timestamp()) - 1), "to": str(int(START.timestamp()) + 3601)}


def test_iso_instants_are_written_in_utc():
    moscow = datetime.fromisoformat("2026-01-01T03:00:01+03:00")
    asked = dict(Cursor("u", "from", clock=Clock.ISO).params(Window(moscow, moscow)))
    assert asked == {"from": "2026-01-01T00:00:00Z"}


def test_only_records_older_than_the_window_prove_that_a_filter_was_ignored():
    window = Window(START, START + timedelta(days=1))
    seconds = int(START.timestamp())
    values = [seconds - 3600, seconds - 1, seconds, seconds + 10**6, None, "soon"]
    assert CURSOR.places_since(values, window) == [1, 2, 3, 4, 5]
    iso = Cursor("u", clock=Clock.ISO)
    assert iso.places_since(["2025-12-31T00:00:00Z", "2026-01-01T00:00:00", "not a date"], window) == [1, 2]


def test_every_wrong_setting_is_named_with_its_source_and_its_value_is_not_shown():
    with pytest.raises(SettingsError) as caught:
        settings_of(ErpSettings, "erp_main", {"password": "hunter2", "port": "hunter2", "prot": 1})
    text = str(caught.value)
    for name in ("erp_main.user", "erp_main.port", "erp_main.prot"):
        assert name in text
    assert "hunter2" not in text


def test_a_secret_never_shows_in_settings():
    settings = settings_of(ErpSettings, "erp", {"user": "u", "password": "hunter2"})
    assert "hunter2" not in repr(settings) + str(settings) + settings.model_dump_json()
    assert settings.secrets() == ("hunter2",)


def test_the_name_of_a_credential_tells_nothing_and_differs_between_credentials():
    one = credential_key("https://a", ErpSettings(user="u", password=SecretStr("hunter2")))
    two = credential_key("https://a", ErpSettings(user="u", password=SecretStr("hunter3")))
    assert one != two
    assert len(one) == 16
    assert "hunter" not in one


@pytest.mark.parametrize("spelling", ["p@ss/wörd", "p%40ss%2Fw%C3%B6rd", "cEBzcy93w7ZyZA=="])
def test_a_secret_is_taken_out_however_it_is_spelled(spelling):
    assert Redactor(("p@ss/wörd",))(f"GET /x?token={spelling}&a=1") == "GET /x?token=***&a=1"


def test_an_error_names_its_place_what_happened_and_what_to_do():
    error = VendorUnavailable("nobody answers.", fix="wait.")
    assert str(error) == "nobody answers. Fix: wait."
    assert str(error.at("crm.leads").at("other.place")) == "crm.leads: nobody answers. Fix: wait."
