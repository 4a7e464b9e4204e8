"""What a person reads off the page, as numbers: every cell carries what was computed beside what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


def number(text: str | None) -> float | None:
    """A computed number; None where the page says that it does not know."""
    return None if text in (None, "unknown") else float(text)


def card(page: Page, name: str) -> float | None:
    """The value of a card; money in hundredths."""
    return number(page.get_attribute(f"#card-{name}", "data-raw"))


def cell(page: Page, section: str, row: str, column: str) -> float | None:
    """A cell of a table by the name in its row's head."""
    line = page.locator(f"#{section} tr").filter(has=page.locator(f"th[scope=row]:has-text('{row}')")).first
    return number(line.locator(f"[data-column={column}]").get_attribute("data-raw"))


def numbers(page: Page, place: str) -> list[float]:
    """The computed numbers of all cells at a place."""
    return [float(one.get_attribute("data-raw") or 0) for one in page.locator(place).all()]


def people(page: Page, column: str) -> dict[str, float | None]:
    """A column of the managers' table by name, without the total."""
    lines = page.locator("#managers tbody tr").all()
    return {
        line.locator(".name").inner_text(): number(
            line.locator(f"[data-column={column}]").get_attribute("data-raw")
        )
        for line in lines
    }


def funnel(page: Page) -> dict[str, float | None]:
    """Counts of the funnel by step."""
    lines = page.locator("#funnel-rows tr").all()
    return {
        str(line.get_attribute("data-step")): number(line.locator("td.wide").get_attribute("data-raw"))
        for line in lines
    }


def choose(page: Page, **filters: str) -> None:
    """Choose in the selects by what they show."""
    for name, shown in filters.items():
        page.select_option(f"#{name}", label=shown)
