"""Which cards are badly kept: no next step, a missing field, a win edited late, a lead made twice."""

from dataclasses import replace
from decimal import Decimal

from sandbox.company.crm_cards import Task
from sandbox.company.history import Change
from tests.truth.tiny_company import CONTRACT, OFFER, OLGA, QUALIFIED, UNSORTED, WON, Tiny, at, contact, lead

NIGHTS = ("06-02 03:00", "06-03 03:00", "06-04 03:00")
HERS = f"amocrm_main:{OLGA}"


def found(company, rule):
    """Return {day: (broken or None, looked at)} of Olga's."""
    broken = company.count("discipline_found", *NIGHTS)
    looked_at = company.count("discipline_base", *NIGHTS)
    return {
        day: (broken.get((day, employee, name)), number)
        for (day, employee, name), number in looked_at.items()
        if name == rule and employee == HERS and day >= "2026-06-01"
    }


def task(due, *, made="06-01 09:00", done=None):
    history = [Change(at(made), False, OLGA), *([Change(at(done), True, OLGA)] if done else [])]
    present = (Change(at(made), "present", OLGA),)
    return Task(1, 1, "call", "", "", at(made), OLGA, OLGA, at(due), tuple(history), present)


def test_a_task_is_a_next_step_while_it_is_open_and_lies_ahead():
    card = lead(1, [("06-01 09:00", QUALIFIED)])
    company = Tiny(leads=[card], tasks=[task("06-03 12:00", made="06-02 09:00")])
    assert found(company, "no_next_step") == {
        "2026-06-01": ("1", "1"),
        "2026-06-02": (None, "1"),
        "2026-06-03": ("1", "1"),
    }
    done = Tiny(leads=[card], tasks=[task("06-09 12:00", done="06-02 18:00")])
    assert [broken for broken, _ in found(done, "no_next_step").values()] == [None, "1", "1"]


def test_a_field_is_missing_until_the_change_at_which_a_load_finds_it():
    card = lead(1, [("05-20 09:00", QUALIFIED), ("06-01 12:00", CONTRACT)], price="5")
    filled = ((900210, "Сайт"), (900511, "ТД-1"))
    card = replace(card, fields=(Change(at("05-20 09:00"), filled[:1]), Change(at("06-03 10:00"), filled)))
    assert found(Tiny(leads=[card]), "missing_field") == {
        "2026-06-01": ("1", "1"),
        "2026-06-02": ("1", "1"),
        "2026-06-03": (None, "1"),
    }
    before = Tiny(leads=[card]).count("discipline_base", *NIGHTS)
    assert before["2026-05-31", HERS, "missing_field"] == "1"  # looked at, and nobody knows
    assert ("2026-05-31", HERS, "missing_field") not in Tiny(leads=[card]).count("discipline_found", *NIGHTS)


def test_a_win_is_edited_late_by_another_amount_or_when_it_is_opened_again():
    moves = [("05-01 09:00", UNSORTED), ("05-20 09:00", WON)]
    repriced = lead(1, moves, price="10")
    repriced = replace(repriced, price=(*repriced.price, Change(at("06-03 10:00"), Decimal(11))))
    reopened = lead(2, [*moves, ("06-02 10:00", OFFER)])
    assert found(Tiny(leads=[repriced, reopened]), "back_dated") == {
        "2026-06-02": ("1", "1"),
        "2026-06-03": ("1", "1"),
    }


def test_a_second_lead_of_a_customer_is_made_twice_while_the_first_is_open():
    first = lead(1, [("05-20 09:00", UNSORTED), ("06-02 12:00", WON)], contact=5)
    twin = lead(2, [("06-01 09:00", UNSORTED)], contact=5)
    later = lead(3, [("06-03 09:00", UNSORTED)], contact=6)
    company = Tiny(leads=[first, twin, later], contacts=[contact(5), contact(6)])
    assert found(company, "duplicate_made") == {"2026-06-01": ("1", "1"), "2026-06-03": (None, "1")}
