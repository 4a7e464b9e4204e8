"""The rooms: sums in them equal to the shelf, cards linked, one room at a time on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.opened import Company, Open, published
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


def test_money_that_a_model_does_not_know_is_said_to_be_unknown(open_page: Open, small: Company):
    page = open_page("period=month_before&model=linear", file=small.page)

    assert page.locator("#attribution tfoot [data-column=paid]").inner_text() == "нет данных"


def test_a_room_is_one_click_away_and_a_phone_shows_one_at_a_time(open_page: Open, small: Company):
    wide = open_page("period=month_before", file=small.page)
    wide.click("#rooms [data-value=room-money]")
    assert abs(wide.locator("#due").bounding_box()["y"] - 110) < 60  # type: ignore[index]

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
            not page.locator("#debtors, #alerts, #summary, #stuck, #waiting, #attribution")
            .filter(visible=True)
            .count()
        )
        assert page.locator("#clients").is_visible()
