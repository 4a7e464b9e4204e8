"""The page as it is seen: opened from a file, in both languages, light and dark, on a phone and on paper."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from expectations.verdict import Finding, Said
from tests.browser.opened import Company, Open, published
from tests.browser.questions import (
    CONTRAST,
    CUT_OFF,
    DRAWN,
    FOCUSED,
    NAMES,
    OVER_EACH_OTHER,
    SCROLLED,
    TOO_WIDE,
)
from tests.browser.reading import card
from tests.page.large_shelf import large_shelf
from tests.page.small_shelf import CALLS, CORE, MONEY, SALES, day, small_shelf

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHARTS = ("pace-chart", "due-chart")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "address", ["period=month", "period=month_before", "period=year", "period=all&metric=leads_count"]
)
def test_every_chart_is_drawn_and_not_empty(open_page: Open, scheme: str, address: str):
    page = open_page(address, color_scheme=scheme)
    for name in CHARTS:
        drawn = page.locator(f"#{name} svg path").evaluate_all(DRAWN)
        assert drawn >= 3, name
        assert page.get_attribute(f"#{name}", "role") == "img"
        assert len(page.get_attribute(f"#{name}", "aria-label") or "") > 40
    assert page.locator("#funnel-rows tr").count() == 6  # a step that nobody reached has no bar
    assert page.locator("#funnel .step").first.bounding_box()["width"] > 80  # type: ignore[index]
    assert page.locator("#coverage .source > summary .state").count() > 100
    assert page.locator("#cards .card").count() == 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_enough_contrast(open_page: Open, scheme: str):
    page = open_page("", color_scheme=scheme)
    page.click("#coverage summary")

    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "touched",
    [
        ".choice button[aria-pressed=true]",
        "#controls .choice button[aria-pressed=false]",
        "#managers .sort",
        "#managers tbody tr:has(.weakest)",
        "#managers tbody tr:has(.behind)",
    ],
)
def test_what_lies_under_the_mouse_can_be_read_too(open_page: Open, scheme: str, touched: str):
    page = open_page("period=quarter", color_scheme=scheme)
    page.hover(f"{touched} >> nth=0")

    assert page.evaluate(CONTRAST) == []


def test_dark_follows_the_system_and_the_switch_wins(open_page: Open):
    page = open_page("", color_scheme="dark")
    assert page.get_attribute("html", "data-theme") == "dark"
    page.click("[data-value=light]")
    assert page.get_attribute("html", "data-theme") == "light"
    assert "theme=light" in page.url


def test_an_older_browser_is_told_what_the_page_needs(company: Company, browser: Browser):
    page = browser.new_page(offline=True)
    page.add_init_script("delete window.DecompressionStream")
    page.goto(company.page.as_uri())

    assert "браузер не старше" in page.inner_text("#gate")
    page.close()


def test_both_languages_speak_in_words_numbers_and_months(open_page: Open):
    page = open_page("period=month_before")
    russian = page.inner_text("body")
    assert re.search(r"Поступления\s+\d{1,3}( \d{3})+ ₽".replace(" ", "[\u00a0\u202f ]"), russian)
    assert "Май 2026" in russian
    page.click("[data-value=en]")
    english = page.inner_text("body")
    assert re.search(r"Revenue paid\s+₽\d{1,3}(,\d{3})+", english)
    assert "May 2026" in english
    assert page.get_attribute("html", "lang") == "en"
    kept = page.evaluate(NAMES)
    for name in sorted(kept, key=len, reverse=True):
        english = english.replace(name, "")
    assert not re.findall(r"[а-яё]{4,}", english, flags=re.I), (
        "nothing but names from the sources stays Russian"
    )


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_nothing_sticks_out_at_any_width(open_page: Open, width: int, language: str):
    page = open_page(f"lang={language}&period=quarter", width=width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = page.evaluate(CUT_OFF)
    assert cut == []


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_a_sum_of_milliards_fits_too(open_page: Open, tmp_path: Path, width: int):
    tables = small_shelf()
    tables.execute("update fct_payment set amount = amount * 20000000")
    with published(tables, tmp_path) as found:
        page = open_page("period=month_before", file=found.page, width=width)

        assert len(page.inner_text("#card-revenue_paid .value")) > 14
        assert page.evaluate(CUT_OFF) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_table_with_hidden_columns_says_so(open_page: Open):
    narrow = open_page("period=quarter", width=820).evaluate(SCROLLED)
    assert narrow
    assert all(told for _, told in narrow), narrow
    wide = open_page("period=quarter", width=1440)
    assert wide.evaluate(SCROLLED) == []
    assert not wide.is_visible(".wider >> nth=0")


def test_on_paper_it_is_light_and_fits_a4(open_page: Open, tmp_path: Path):
    page = open_page("", color_scheme="dark")
    page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True, print_background=True)
    written = (tmp_path / "report.pdf").read_bytes()
    # 2026-11-27: five sections more than when it was five pages.
    assert 2 <= written.count(b"/Type /Page\n") + written.count(b"/Type /Page ") <= 7
    page.set_viewport_size({"width": 718, "height": 1000})
    page.emulate_media(media="print")
    page.wait_for_selector("html[data-theme=light]")
    assert page.evaluate("document.documentElement.scrollWidth") <= 718
    assert not page.is_visible("#controls")
    assert page.is_visible("#chosen")
    assert page.locator("#pace-chart svg").bounding_box()["width"] < 420  # type: ignore[index]
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_page_that_is_opened_for_paper_shows_its_charts_there_too(open_page: Open, language: str):
    page = open_page(f"lang={language}", width=718, media="print")

    for name in CHARTS:
        drawn = page.locator(f"#{name} svg path").evaluate_all(DRAWN)
        assert drawn >= 3, name
        assert page.locator(f"#{name} svg").bounding_box()["height"] > 100  # type: ignore[index]
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("span", ["month", "quarter", "all"])
def test_on_paper_nothing_lies_over_anything_else(open_page: Open, span: str, language: str):
    page = open_page(f"lang={language}&period={span}", width=718, media="print")

    assert page.evaluate(OVER_EACH_OTHER) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 718
    assert not page.is_visible(".wider >> nth=0")


def test_the_keyboard_reaches_everything_and_stays_where_it_was(open_page: Open):
    page = open_page("period=month")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(FOCUSED))
    assert {"quarter", "unit", "person", "pipeline", "metric", "cohort", "en", "dark"} <= reached
    page.focus("[data-value=quarter]")
    page.keyboard.press("Enter")
    assert page.get_attribute("[data-value=quarter]", "aria-pressed") == "true"
    assert page.evaluate("document.activeElement.dataset.value") == "quarter"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_an_address_keeps_what_was_chosen(open_page: Open):
    page = open_page("period=quarter")
    page.select_option("#unit", label="Опт")
    page.click("[data-value=reached]")
    again = open_page(page.url.split("#")[1])

    assert again.input_value("#unit") == page.input_value("#unit")
    assert again.get_attribute("[data-value=reached]", "aria-pressed") == "true"
    assert card(again, "revenue_paid") == card(page, "revenue_paid")


def test_an_address_names_the_manager_and_not_his_place_in_a_list(open_page: Open):
    page = open_page("period=quarter")
    page.select_option("#person", label="Вера Северова")
    assert "Вера" in unquote(page.url)
    stranger = open_page("period=quarter&person=Никто")

    assert stranger.input_value("#person") == ""


def test_the_link_to_the_numbers_keeps_what_was_chosen(open_page: Open):
    page = open_page("period=quarter&funnel=reached")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "cards"
    assert page.get_attribute("[data-value=quarter]", "aria-pressed") == "true"


def test_columns_sort_and_say_so(open_page: Open):
    page = open_page("period=quarter")
    page.click("#managers button:has-text('Конверсия') >> nth=0")
    shares = [
        float(one.get_attribute("data-raw") or 0)
        for one in page.locator("#managers tbody [data-column=conversion]").all()
        if one.get_attribute("data-raw") != "unknown"
    ]

    assert shares == sorted(shares, reverse=True)
    assert page.locator("#managers [aria-sort=descending]").count() == 1


def test_a_day_that_was_not_loaded_is_hatched_and_its_sum_is_no_number(open_page: Open, tmp_path: Path):
    tables = small_shelf(CORE + SALES + MONEY + CALLS)
    tables.execute(
        "update mart_plan_fact_daily set is_complete = false"
        " where unit_type = 'company' and date_day = date '2026-05-14'"
    )
    with published(tables, tmp_path) as found:
        page = open_page("period=month_before", file=found.page)

        assert card(page, "revenue_paid") is None
        assert "нет данных" in page.inner_text("#card-revenue_paid")
        assert "1 день" in page.inner_text("#card-revenue_paid")
        assert card(page, "deals_won") == 2
        assert page.locator("#pace-chart svg pattern, #pace-chart svg image").count() > 0
        assert page.locator("#pace-legend .hatched").count() == 1
        page.select_option("#metric", "deals_won_count")
        assert page.locator("#pace-legend .hatched").count() == 0


def test_a_domain_that_stayed_behind_shows_its_date(open_page: Open, tmp_path: Path):
    with published(small_shelf(), tmp_path, held={"money": day("05-23")}) as found:
        page = open_page("period=month_before", file=found.page)
        told = page.inner_text("#gate")

        assert "Задержана 1 область" in told
        assert re.search(r"Деньги: данные на 23 мая 2026.* — не прошли: fct_payment\.", told)
        assert "данные по 22 мая 2026" in page.inner_text("#card-revenue_paid")
        assert card(page, "revenue_paid") == 250_050


def test_the_gate_speaks_the_language_of_the_reader(open_page: Open, tmp_path: Path):
    finding = Finding(
        domain="sales",
        mart="fct_lead",
        rule="suite",
        subject="channels",
        severity="warn",
        passed=False,
        said={
            "ru": Said(message="Канал не описан.", fix="допишите его."),
            "en": Said(message="A channel is not described.", fix="describe it."),
        },
    )
    tables = small_shelf()
    with published(tables, tmp_path, held={"money": day("05-23")}, findings=(finding,)) as found:
        russian = open_page("lang=ru", file=found.page).inner_text("#gate")
        english = open_page("lang=en", file=found.page).inner_text("#gate")

    assert "Канал не описан. Что сделать: допишите его." in russian
    assert "не прошли: fct_payment" in russian
    assert "A channel is not described. What to do: describe it." in english
    assert "did not pass: fct_payment" in english


def test_without_sales_the_sections_say_so(open_page: Open, tmp_path: Path):
    with published(small_shelf(CORE + MONEY), tmp_path) as found:
        page = open_page("period=month_before", file=found.page)

        assert card(page, "deals_won") is None
        assert "ещё не публиковалась" in page.inner_text("#funnel")
        assert card(page, "revenue_paid") == 245_075
        assert "Телефония не подключена" in page.inner_text("#activity")
        assert "Рекламный кабинет не подключён" in page.inner_text("#channels")


def test_a_hostile_name_is_read_and_not_run(open_page: Open, tmp_path: Path):
    with published(small_shelf(), tmp_path) as found:
        page = open_page("period=month_before", file=found.page)

        assert "Борис </script><b>" in page.inner_text("#managers")


def test_three_years_of_fifty_managers_are_painted_in_three_seconds(open_page: Open, tmp_path: Path):
    with published(large_shelf(3, 50), tmp_path) as found:
        started = time.monotonic()
        page = open_page("", file=found.page)
        seen = time.monotonic() - started
        painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        size = found.page.stat().st_size
        print(f"first paint {painted:.0f} ms, all drawn {seen:.1f} s, {size / 1e6:.2f} MB")

        assert size < 3_000_000
        assert painted < 3000
        assert page.locator("#managers tbody tr").count() > 45


def test_a_company_of_twelve_fits_in_a_megabyte(company: Company):
    assert company.page.stat().st_size < 1_000_000
