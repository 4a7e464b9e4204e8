"""When a lead is recorded, classified, rejected and shown, and how long each part of the way takes."""

from dataclasses import replace

from sandbox.company.history import Change
from tests.truth.tiny_company import CONTACTED, LOST, MEETING, OFFER, QUALIFIED, UNSORTED, Tiny, at, lead
from tests.truth.tiny_trade import meeting

NIGHT = "06-02 03:00"


def points(company):
    """Return the points in the order of time."""
    reached = company.count("control_point", NIGHT)
    return [point for (_, point), _ in sorted(reached.items(), key=lambda item: int(item[1]))]


def test_a_later_step_classifies_and_the_first_of_meeting_and_stage_shows():
    skipped = lead(1, [("03-02 10:00", CONTACTED), ("03-04 12:00", OFFER), ("03-05 10:00", MEETING)])
    company = Tiny(leads=[skipped], tasks=[meeting(1, 1, "03-03 15:00", "03-03 16:00")])
    assert points(company) == ["recorded", "shown", "classified"]
    assert company.count("control_point_minutes", NIGHT) == {
        ("amocrm_main:1", "shown"): str((18 - 10 + 16 - 9) * 60),
        ("amocrm_main:1", "classified"): str((18 - 16 + 12 - 9) * 60),
    }


def test_junk_is_classified_and_rejected_at_once_and_a_loss_is_neither():
    junk = lead(1, [("03-02 10:00", CONTACTED), ("03-02 11:00", LOST)], reason=19044129)
    lost = lead(2, [("03-02 10:00", CONTACTED), ("03-02 11:00", LOST)])
    reached = Tiny(leads=[junk, lost]).count("control_point", NIGHT)
    assert {key for key in reached if key[1] != "recorded"} == {
        ("amocrm_main:1", "classified"), ("amocrm_main:1", "rejected"),
    }  # fmt: skip
    assert reached["amocrm_main:1", "classified"] == reached["amocrm_main:1", "rejected"]


def test_a_return_to_a_step_moves_no_point():
    moves = [("03-02 10:00", CONTACTED), ("03-03 10:00", QUALIFIED), ("03-04 10:00", CONTACTED)]
    again = Tiny(leads=[lead(1, [*moves, ("03-05 10:00", QUALIFIED)])])
    once = Tiny(leads=[lead(1, moves)])
    assert again.count("control_point", NIGHT) == once.count("control_point", NIGHT)


def test_a_field_is_filled_at_the_change_at_which_a_load_finds_it():
    card = lead(1, [("05-29 10:00", UNSORTED), ("05-30 10:00", QUALIFIED)])
    filled = (Change(at("05-29 10:00"), ()), Change(at("06-02 12:00"), ((900511, "ТД-1"),)))
    company = Tiny(leads=[replace(card, fields=filled)])
    assert ("amocrm_main:1", "ordered") not in company.count("control_point", NIGHT)
    reached = company.count("control_point", NIGHT, "06-03 03:00")
    assert reached["amocrm_main:1", "ordered"] == str(int(at("06-02 12:00").timestamp()))
