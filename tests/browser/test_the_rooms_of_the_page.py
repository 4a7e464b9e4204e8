"""The rooms: sums in them equal to the shelf, cards linked, one room at a time on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.browser.opened import Company, Open, published
from tests.browser.reading import card, cell, numbers
from tests.page.small_morning import CARD
from tests.page.small_shelf import CALLS, CORE, MARKETING, MONEY, REST, SALES, small_shelf


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """The company of two managers with every mart that the page asks."""
    tables = small_shelf(CORE + SALES + MONEY + CALLS + MARKETING + REST)
    with published(tables, tmp_path_factory.mktemp("rooms")) as found:
        yield found


def test_sums_of_the_new_sections_are_those_of_the_shelf(open_page: Open, small: Company):
    page = open_page("period=month_before", file=small.page)
    debts = small.ask(
        "select sum(debt_amount) from mart_debtor"
        " where as_of_date = (select max(as_of_date) from mart_debtor)"
    )

    assert page.locator("#debtors tfoot [data-column=all]").get_attribute("data-raw") == f"{debts * 100:.0f}"
    assert page.locator("#debtors tbody tr").count() == 11, "ten debtors and the line of all others"
    assert page.locator("#stuck a").get_attribute("href") == f"{CARD}2"
    assert page.locator("#alerts ul li").count() == 2
    assert page.locator("#alerts-lasting").get_attribute("data-raw") == "1"
    page.get_by_role("button", name="Первое").click()
    paid = page.locator("#attribution tfoot [data-column=paid]").get_attribute("data-raw")
    assert paid == "100025"


@pytest.mark.parametrize("language", ["ru", "en"])
def test_what_is_said_has_its_words(open_page: Open, small: Company, language: str):
    page = open_page(f"lang={language}", file=small.page)
    shown = page.evaluate(
        "[...document.querySelectorAll('main *')].flatMap((one) => [...one.childNodes])"
        ".filter((one) => one.nodeType === Node.TEXT_NODE).map((one) => one.data)"
    )
    keys = {word for text in shown for word in re.findall(r"[a-z]+(?:_[a-z0-9]+)+", text)}

    assert page.locator("#alerts ul li").count() == 2
    assert keys == {"ad_spend"}, "the name of a stream, in the list of what was loaded"


def test_today_stands_apart_up_to_its_hour_beside_what_is_usual(open_page: Open, small: Company):
    page = open_page("period=week", file=small.page)

    def tile(column: str) -> str | None:
        return page.locator(f"#today .tiles [data-column={column}]").get_attribute("data-raw")

    assert "Сегодня" in page.inner_text("#today h2")
    assert "по 13:59" in page.inner_text("#today .head")
    assert [tile(one) for one in ("leads", "calls_in", "talk", "receipts")] == ["5", "unknown", "90", "9990"]
    assert "обычно 3,0" in page.inner_text("#today [data-column=leads]")
    assert not page.locator("#today tbody tr").first.is_visible()
    page.click("#today summary")
    assert page.locator("#today tbody tr").count() == 2
    page.click("#today [data-value='11:00']")
    assert tile("receipts") == "1050"
    assert card(page, "clean_leads") == 1, "today's leads are in no complete day"


def test_yesterday_and_the_week_are_compared_with_as_many_working_days(open_page: Open, small: Company):
    week = open_page("period=week", file=small.page)
    assert "25–28 мая" in week.inner_text("#chosen").replace("\u00a0", " ")
    same = open_page("from=2026-06-01&to=2026-06-04", file=small.page)
    assert same.inner_text("#chosen .note") == week.inner_text("#chosen .note")
    yesterday = open_page("period=yesterday", file=small.page)
    assert "3 июн" in yesterday.inner_text("#chosen .note").replace("\u00a0", " ")


def test_each_room_shows_what_its_marts_hold(open_page: Open, small: Company):
    page = open_page("period=month_before", file=small.page)

    def told(place: str) -> str | None:
        return page.locator(place).first.get_attribute("data-raw")

    differences = small.rows(
        "select sum(booked_amount), sum(shipped_amount), sum(paid_amount), sum(difference_amount)"
        " from mart_revenue_reconciliation where date_day between '2026-05-01' and '2026-05-31'"
    )[0]
    tiles = [
        told(f"#truths .tiles [data-column={one}]") for one in ("booked", "shipped", "paid", "difference")
    ]
    assert tiles == [f"{100 * one:.0f}" for one in differences]
    reasons = numbers(page, "#truths tbody .number")
    assert sum(reasons) == float(told("#truths tfoot .number") or 0) == float(100 * differences[3])
    assert told("[data-goal='Рост поступлений']") == "300050"
    assert "отстаём" in page.inner_text("[data-goal='Рост поступлений']")
    assert page.locator("#goals-over").inner_text() == "Завершённые: 1"
    assert sum(numbers(page, "[data-goal='Рост поступлений'] tbody .number")) == 100_050
    ratio = page.locator("[data-goal='Конверсия']")
    assert sum(numbers(page, "[data-goal='Конверсия'] tbody .number")) == 137
    assert "22,4\u00a0% при цели 23,5\u00a0%" in ratio.inner_text()
    assert "+1,4\u00a0п. п. к базе (21,0\u00a0%)" in ratio.inner_text()
    assert cell(page, "effort", "Анна", "leads") == 2.01
    assert "3" in page.locator("#effort tbody [data-column=leads]").inner_text(), "half a lead is a lead"
    assert cell(page, "effort", "Анна", "meetings") is None
    assert cell(page, "cycle", "Выиграны", "days") == 9
    assert cell(page, "cycle", "Ещё открыты", "days") == 24
    assert cell(page, "points", "Классификация", "minutes") == 60
    assert cell(page, "segments", "AX", "customers") == 2
    assert page.locator("#products tbody tr").count() == 10
    page.click("#products [data-value=falls]")
    assert cell(page, "products", "Товар 38", "demand") == 0.125
    page.select_option("#person", label="Борис </script><b>")
    assert page.locator("#effort tbody tr").count() == 0


def test_lists_of_managers_regions_and_customers_say_what_they_know(open_page: Open, small: Company):
    page = open_page("period=month_before", file=small.page)

    assert cell(page, "scorecard", "Анна", "own") == 0.2
    assert cell(page, "scorecard", "Анна", "cost") == 300_050
    assert "2 из 10" in page.inner_text("#scorecard") and "16 из 20" in page.inner_text("#scorecard")
    assert "больше чем случайность" in page.inner_text("#scorecard tbody")
    assert "Борис" in page.inner_text("#scorecard [data-verdict=few]")
    assert cell(page, "discipline", "Итого", "no_next_step") == 0.6
    assert cell(page, "discipline", "Итого", "back_dated") is None
    page.click("#discipline .stepper button >> nth=0")
    assert cell(page, "discipline", "Итого", "no_next_step") == 0.25
    assert page.locator("#regions tbody tr").count() == 12, "ten regions, the others, those not known"
    assert cell(page, "regions", "Край big", "paid") == 110_000
    assert cell(page, "regions", "Ещё 2", "clean") == 2
    assert cell(page, "regions", "Итого", "clean") == 24
    assert page.locator("#audience tbody tr").nth(1).inner_text().count("скрыто") == 4
    assert "меньше чем из 5" in page.inner_text("#audience-rule")
    page.click("#audience [data-value=birth_date]")
    assert page.locator("#audience tbody th").first.inner_text() == "18–24"
    assert page.locator("#priority tbody tr").count() == 10
    assert page.locator("#priority a").first.get_attribute("href") == f"{CARD}2"
    assert "×16,41" in page.inner_text("#priority tbody tr >> nth=0")
    assert page.get_attribute("#priority-rest", "data-raw") == "6"
    page.click("#priority [data-value=customers]")
    assert page.locator("#priority a").get_attribute("href") == f"{CARD}1"
    page.click("#rooms [data-value=room-people]")
    page.select_option("#person", label="Борис </script><b>")
    assert page.locator("#scorecard tbody tr").count() == 0


def test_no_room_is_long_on_a_phone(open_page: Open):
    page = open_page("period=quarter", width=390)
    heights = {}
    for button in page.locator("#rooms button").all():
        button.click()
        heights[button.inner_text()] = page.evaluate("document.documentElement.scrollHeight")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

    assert len(heights) == 7
    assert max(heights.values()) < 5000, heights


def test_money_that_a_model_does_not_know_is_said_to_be_unknown(open_page: Open, small: Company):
    page = open_page("period=month_before&model=linear", file=small.page)

    assert page.locator("#attribution tfoot [data-column=paid]").inner_text() == "нет данных"


def test_a_room_is_one_click_away_and_a_phone_shows_one_at_a_time(open_page: Open, small: Company):
    wide = open_page("period=month_before", file=small.page)
    wide.click("#rooms [data-value=room-money]")
    assert abs(wide.locator("#goals").bounding_box()["y"] - 110) < 60  # type: ignore[index]

    phone = open_page("period=month_before", file=small.page, width=390)
    assert phone.locator("#cards").is_visible()
    assert not phone.locator("#debtors").is_visible()
    phone.click("#rooms [data-value=room-money]")
    assert phone.locator("#debtors").is_visible()
    assert not phone.locator("#cards").is_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_section_without_its_mart_is_left_out(open_page: Open, tmp_path_factory: pytest.TempPathFactory):
    with published(small_shelf(), tmp_path_factory.mktemp("few")) as few:
        page = open_page("period=month_before", file=few.page)

        assert (
            not page.locator("#debtors, #alerts, #summary, #stuck, #waiting, #attribution, #today, #goals")
            .filter(visible=True)
            .count()
        )
        assert page.locator("#clients").is_visible()
