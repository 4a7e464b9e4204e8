"""The morning message says what is known, that the rest is not, and each root alert once."""

import struct
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from orchestration.alerts.morning_text import MorningText
from orchestration.alerts.picture import draw_morning
from page.morning import Deviation, Money, Morning
from texts import speak

DAY, TODAY = date(2026, 6, 3), date(2026, 6, 4)
WORDS = MorningText("ООО «Ромашка»", "RUB")
MONEY = Money(
    day=DAY,
    received_amount=Decimal("1234567.89"),
    planned_amount=Decimal("900000.00"),
    month_amount=Decimal("2500000.00"),
    month_plan_amount=Decimal("20000000.00"),
    fulfilment_pct=Decimal("12.50"),
    forecast_amount=Decimal("17500000.00"),
    morning=TODAY,
    today_amount=Decimal("300000.40"),
    week_amount=Decimal("1000000.00"),
    overdue_amount=None,
)


def _deviation(**changed: object) -> Deviation:
    told = {
        **{
            "metric": "leads_count",
            "name": "Обращения",
            "name_en": "Leads",
            "measured_in": "count",
            "direction": "higher",
            "unit_type": "department",
        },
        **{"unit_name": "Опт", "rule": "history", "state": "new", "way": "below"},
        **{"told": 1000, "expected": 2150},
        **changed,
    }
    return Deviation(**told)  # type: ignore[arg-type]


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_whole_morning_in_russian():
    speak("ru")
    morning = Morning(
        TODAY,
        MONEY,
        (
            _deviation(),
            _deviation(way="above", told=123450),
            _deviation(
                rule="pace", name="Поступления", measured_in="money", unit_type="company", unit_name="x"
            ),
            _deviation(state="over"),
            _deviation(state="going_on"),
        ),
    )

    assert WORDS.title(morning) == "ООО «Ромашка»: итоги за 03.06.2026"
    assert _plain(WORDS.text(morning)).splitlines() == [
        "Получено: 1 234 568 ₽ (план дня 900 000 ₽)",
        "С начала месяца: 2 500 000 ₽ из 20 000 000 ₽, 12,5 %; при таком темпе будет 17 500 000 ₽",
        "",
        "Ожидается 04.06.2026: 300 000 ₽; за 7 дней вместе с ним: 1 000 000 ₽; просрочено: 0 ₽",
        "",
        "Отклонения:",
        "• Обращения, Опт: 10, намного ниже обычного (21,5)",
        "• Обращения, Опт: 1 234,5, намного выше обычного (21,5)",
        "• Поступления, Компания: 10 ₽ с начала месяца, по плану к этому дню 22 ₽",
        "• Обращения, Опт: снова в норме (10, ожидалось 21,5)",
        "Сообщалось раньше и продолжается: 1",
    ]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_what_is_not_known_is_no_zero(language: str):
    speak(language)  # type: ignore[arg-type]
    nothing = Morning(TODAY, None, ())
    unknown = Morning(TODAY, Money(DAY, *[None] * 10), ())

    for morning in (nothing, unknown):
        text = WORDS.text(morning)
        assert text.count("нет данных" if language == "ru" else "no data") >= 2
        assert "0" not in text


def test_numbers_are_written_as_the_language_writes_them():
    speak("en")
    text = _plain(WORDS.text(Morning(TODAY, MONEY, (_deviation(),))))

    assert "Month so far: 2,500,000 RUB of 20,000,000 RUB, 12.5 %" in text
    assert "Expected on 2026-06-04" in text
    assert "• Leads, Опт: 10, far below the usual 21.5" in text


def test_english_names_the_company_and_what_the_catalogue_has_no_word_for():
    speak("en")
    own = _deviation(name="Своя метрика", name_en=None, unit_type="company", unit_name="Компания")

    assert WORDS.deviation(own).startswith("Своя метрика, Company: ")


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_picture_shows_what_the_message_says_and_its_font_has_every_letter(tmp_path: Path, language: str):
    speak(language)  # type: ignore[arg-type]
    told = (_deviation(unit_name="Опт $1"), _deviation(way="above"), _deviation(state="over"))
    whole = Morning(TODAY, MONEY, told)
    mornings = (whole, Morning(TODAY, MONEY, ()), Morning(TODAY, None, ()))
    pictures = [draw_morning(morning, WORDS, tmp_path / "fonts") for morning in mornings]

    sizes = [struct.unpack(">II", picture[16:24]) for picture in pictures]
    assert [picture[:8] for picture in pictures] == [b"\x89PNG\r\n\x1a\n"] * 3
    assert [width for width, _ in sizes] == [1200] * 3
    assert sizes[0][1] > sizes[1][1] == sizes[2][1]
    assert len(set(pictures)) == 3

    from matplotlib import get_data_path
    from matplotlib.ft2font import FT2Font

    letters = FT2Font(str(Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")).get_charmap()
    text = WORDS.title(whole) + WORDS.text(whole).replace("\n", "") + "▲▼●"
    assert [letter for letter in text if ord(letter) not in letters] == []
