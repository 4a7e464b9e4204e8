"""The message of a failed night quotes no data, tells causes and not their consequences, and stays short."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from orchestration.alerts.message import Language, Writer
from orchestration.reports.outcome import Night
from orchestration.reports.run_report import BuildReport, DomainReport, MartReport, Trouble
from texts.redaction import Redactor

MOMENT = datetime.fromisoformat("2026-06-03T00:00:00+00:00")
PERSON = "Иван Петров, +7 912 345-67-89, ivan@example.com"
NOT_BUILT = Trouble(
    what=f"fct_lead was not built: Conversion Error in {PERSON}",
    fix="Correct the model",
    brief="The model fct_lead was not built",
)
HELD = Trouble(what="The domain money is held: 1 mart stopped", fix="Correct", is_consequence=True)
STOP = Trouble(what=f"2 customers have no key: {PERSON}", fix="Look at them", brief="2 customers have no key")


def _night(*more: Trouble) -> Night:
    money = DomainReport(domain="money", published=False, version="20260602-a", reason="1 mart stopped")
    built = BuildReport(
        run_id="1",
        as_of=MOMENT,
        as_of_date=date(2026, 6, 3),
        version="20260603-b",
        marts=(MartReport(mart="fct_payment", domain="money", passed=False, rules=9, stops=(STOP,)),),
        domains=(
            DomainReport(domain="calls", published=True, version="20260603-b"),
            DomainReport(
                domain="core", published=True, version="20260603-b", data_as_of=MOMENT - timedelta(hours=30)
            ),
            money,
        ),
    )
    return Night(MOMENT, None, built, (NOT_BUILT, HELD, *more))


def _written(night: Night, language: Language = "en") -> str:
    writer = Writer("ACME", ZoneInfo("Europe/Moscow"), language, Redactor(("hunter22",)))
    message = writer.of_night(night)
    return f"{message.title}\n{message.text}"


def test_an_english_message_reads_as_one_page():
    assert (
        _written(_night())
        == """ACME, 2026-06-03 03:00: not everything was updated
Causes:
• The model fct_lead was not built
  Fix: Correct the model

Published:
• calls: no data yet
• core: data as of 2026-06-01 21:00, 30 hours old

Stays as it was:
• money (readers see version 20260602-a): 1 mart stopped
  • 2 customers have no key
    Fix: Look at them"""
    )


@pytest.mark.parametrize("language", ["ru", "en"])
def test_nothing_that_quotes_the_data_is_told(language: Language):
    text = _written(_night(), language)

    assert "Петров" not in text
    assert "ivan@" not in text
    assert "912" not in text


def test_a_secret_or_a_phone_that_slipped_into_an_error_is_taken_out():
    text = _written(_night(Trouble(what="hunter22 was refused for 89123456789 and a@b.example")))

    assert "• *** was refused for *** and ***" in text


def test_a_secret_is_taken_out_before_a_long_cause_is_cut():
    text = _written(_night(Trouble(what=f"{'x' * 496}hunter22 was refused", fix=f"{'y' * 497}hunter22")))

    assert "hun" not in text


def test_many_causes_stay_one_short_message():
    text = _written(_night(*(Trouble(what=f"{number} {'x' * 2000}") for number in range(40))))

    assert len(text) < 12_000
    assert "… and 29 more, voronka status shows all" in text
