"""Whether a second reading brings news; a record of a stream read by days is compared with its day."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
import requests

from connectors.kit.auth import NoAuth
from connectors.kit.connector import Connector
from connectors.kit.http import Transport
from connectors.kit.settings import Settings
from connectors.kit.stream import Kind, Page, Reading, Rejected, Stream
from connectors.landing.landing import Landing
from connectors.loading.load import load_stream
from orchestration.assets.news import Landed
from orchestration.deployment.deployment import Deployment, read_deployment
from tests.nightly.simulated import DEMO

SOURCE, STREAM = "direct_main", Stream("spending", kind=Kind.BY_DAY, key=("campaign",))
MORNING = datetime(2026, 6, 2, 3, tzinfo=ZoneInfo("Europe/Moscow"))
LAST, BEFORE = "2026-06-01", "2026-05-31"


class NoSettings(Settings):
    """Nothing to set."""


@dataclass
class Account:
    """What the vendor says: day → campaign → cost, its own count of each day, and records without a key."""

    spent: dict[str, dict[str, int]]
    counted: dict[str, int] = field(default_factory=dict)
    nameless: int = 0


class Report(Connector[NoSettings]):
    """Has one row a day and campaign, so keys come again every day."""

    name = "yandex_direct"
    settings_type = NoSettings
    streams = (STREAM,)

    def __init__(self, account: Account) -> None:
        super().__init__(NoSettings())
        self.account = account

    def base_url(self) -> str:
        return ""

    def auth(self) -> NoAuth:
        return NoAuth()

    def zone(self) -> ZoneInfo:
        return ZoneInfo("Europe/Moscow")

    def read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        assert reading.days is not None
        for day in reversed(reading.days.names):
            rows = self.account.spent.get(day, {})
            yield Page(
                keys=list(rows),
                payloads=[msgspec.json.encode({"campaign": one, "cost": cost}) for one, cost in rows.items()],
                days=[day] * len(rows),
                closes=(day,),
                totals={day: {"rows": self.account.counted.get(day, len(rows))}},
                rejected=(Rejected("no key", "{}"),) * self.account.nameless,
            )


@dataclass
class Office:
    """A deployment whose one stream can be read again and again on the same morning."""

    deployment: Deployment

    def read(self, account: Account, days: tuple[str, str] = (BEFORE, LAST)) -> Landed:
        load_stream(
            Report(account),
            STREAM,
            source=SOURCE,
            landing=Landing(str(self.deployment.state.landing)),
            transport=Transport(requests.Session()),
            beginning=self.deployment.sources[SOURCE].beginning,
            now=MORNING,
            days=(date.fromisoformat(days[0]), date.fromisoformat(days[1])),
        )
        return Landed.now(self.deployment, [(SOURCE, STREAM)], "stamp", MORNING.astimezone(UTC))

    def is_news(self, before: Account, after: Account, days: tuple[str, str] = (BEFORE, LAST)) -> bool:
        built = self.read(before)
        return not self.read(after, days).says_the_same_as(built, self.deployment)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    (tmp_path / "deployment.yml").write_text((DEMO / "deployment.yml").read_text(encoding="utf-8"))
    found = read_deployment(tmp_path / "deployment.yml", {})
    return Office(found.model_copy(update={"var": str(tmp_path / "var")}))


TWO_DAYS = {BEFORE: {"brand": 10, "shop": 5}, LAST: {"brand": 20}}


@pytest.mark.parametrize(
    "days", [(BEFORE, LAST), (LAST, LAST), (BEFORE, BEFORE)], ids=["both", "last", "first"]
)
def test_days_that_say_the_same_again_are_no_news(office: Office, days: tuple[str, str]):
    assert not office.is_news(Account(TWO_DAYS), Account(TWO_DAYS), days)


def test_a_cost_that_moves_to_another_day_is_news(office: Office):
    swapped = {BEFORE: {"brand": 20, "shop": 5}, LAST: {"brand": 10}}
    assert office.is_news(Account(TWO_DAYS), Account(swapped))


def test_a_restated_cost_is_news(office: Office):
    assert office.is_news(Account(TWO_DAYS), Account(TWO_DAYS | {LAST: {"brand": 21}}), (LAST, LAST))


def test_a_record_that_vanished_from_its_day_is_news(office: Office):
    assert office.is_news(Account(TWO_DAYS), Account(TWO_DAYS | {BEFORE: {"brand": 10}}))


def test_a_day_that_became_empty_is_news(office: Office):
    assert office.is_news(Account(TWO_DAYS), Account(TWO_DAYS | {LAST: {}}), (LAST, LAST))


def test_another_count_of_the_vendor_is_news(office: Office):
    assert office.is_news(Account(TWO_DAYS), Account(TWO_DAYS, counted={LAST: 2}))


def test_a_record_put_aside_is_news(office: Office):
    assert office.is_news(Account(TWO_DAYS), Account(TWO_DAYS, nameless=1))


def test_a_day_nobody_had_read_is_news_even_without_records(office: Office):
    assert office.is_news(Account(TWO_DAYS), Account(TWO_DAYS), ("2026-05-20", "2026-05-20"))


def test_a_stream_that_is_read_in_a_new_way_is_covered_by_nothing_yet(office: Office):
    first = office.deployment.sources[SOURCE].beginning.astimezone(MORNING.tzinfo).date().isoformat()
    known = office.read(Account(TWO_DAYS), (first, LAST))
    new_way = [(SOURCE, replace(STREAM, edition=2))]
    now = Landed.now(office.deployment, new_way, "stamp", MORNING.astimezone(UTC))
    name = f"{SOURCE}.{STREAM.name}"
    assert known.streams[name].covered is not None
    assert now.streams[name].covered is None
    assert not now.says_the_same_as(known, office.deployment)
