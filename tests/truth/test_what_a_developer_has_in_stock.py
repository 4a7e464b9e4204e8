"""A property stands where the day's last event put it, and belongs to the deal it was booked for."""

from decimal import Decimal

import pytest

from sandbox.company.history import Change
from sandbox.company.layout import Layout
from sandbox.company.property_records import (
    BUILT_FOR_LIVING,
    Catalogue,
    House,
    Project,
    Property,
    PropertyStatus,
    PropertyType,
    Standing,
)
from sandbox.truth.books import open_books
from sandbox.truth.sold_properties import NAMES as SOLD_NAMES
from sandbox.truth.sold_properties import evenings, sold_property_cells
from sandbox.world.world import generate
from tests.truth.tiny_company import CONTRACT, LOST, OFFER, WON, Tiny, at, deleted, lead, plan

FREE, ORAL, PAID, SOLD, LET = "AVAILABLE", "BOOKED_amo_1", "BOOKED_amo_2", "SOLD", "RENT"
NAMES = {FREE: "Свободно", ORAL: "Устная бронь", PAID: "Платная бронь", SOLD: "Продано", LET: "Аренда"}
NIGHT, NEXT = "03-10 03:00", "03-11 03:00"
WHERE = ("Парк", "Дом 1", "flat")


def prop(number, *standing, type_="property", area="50.00", listed="01-10 09:00", gone=None, told=True):
    """A property with (moment, status, deal); its price is 1 000 000, from 10 March on 2 000 000."""
    changes = tuple(Change(at(when), Standing(alias, *deal)) for when, alias, *deal in standing)
    prices = (Change(at("01-10 09:00"), Decimal(1_000_000)), Change(at("03-10 12:00"), Decimal(2_000_000)))
    return Property(
        number, 1, str(number), type_, "Подъезд 1", 2, 1, Decimal(area) if area else None, prices, changes,
        at(listed), at(gone) if gone else None, told,
    )  # fmt: skip


def developer(*properties, leads=(), plans=()):
    renamed = Change(at("03-10 15:00"), "Бронь на 3 дня")
    names = {alias: (Change(at("01-10 09:00"), name),) for alias, name in NAMES.items()}
    names[ORAL] = (*names[ORAL], renamed)
    statuses = tuple(
        PropertyStatus(n, alias.partition("_")[0], alias, name)
        for n, (alias, name) in enumerate(names.items())
    )
    types = (
        PropertyType(1, "property", "Квартира", "residential"),
        PropertyType(2, "parking", "Машиноместо", "parking"),
    )
    house = House(1, 1, "Дом 1", BUILT_FOR_LIVING, at("01-10 09:00"))
    catalogue = Catalogue((Project(1, "Парк", ""),), (house,), types, statuses, properties)
    return Tiny(
        leads=list(leads), plans=list(plans), catalogue=catalogue, layout=Layout(properties="profitbase")
    )


def stock(company, kpi, *loads):
    """Return {(day, base, status): value} without the place that all share."""
    found = company.count(f"stock_{kpi}", *loads)
    assert all(key[1:4] == WHERE for key in found)
    return {(key[0][5:], *key[4:]): value for key, value in found.items()}


def test_a_day_ends_with_its_last_event_and_before_the_first_nothing_stands():
    company = developer(
        prop(1, ("03-07 10:00", FREE), ("03-08 23:59", ORAL), ("03-09 00:00", FREE)),
        prop(2, ("03-08 10:00", FREE), ("03-09 09:00", ORAL), ("03-09 18:00", SOLD)),
    )
    assert stock(company, "properties", NIGHT) == {
        ("03-07", "available", "Свободно"): "1",
        ("03-08", "booked", "Устная бронь"): "1",
        ("03-08", "available", "Свободно"): "1",
        ("03-09", "available", "Свободно"): "1",
        ("03-09", "sold", "Продано"): "1",
    }
    assert stock(company, "entered", NIGHT) == {
        ("03-07", "available", "Свободно"): "1",
        ("03-08", "booked", "Устная бронь"): "1",
        ("03-08", "available", "Свободно"): "1",
        ("03-09", "available", "Свободно"): "1",
        ("03-09", "sold", "Продано"): "1",
    }
    assert stock(company, "left", NIGHT) == {
        ("03-08", "available", "Свободно"): "1",
        ("03-09", "booked", "Устная бронь"): "1",
        ("03-09", "available", "Свободно"): "1",
    }


def test_a_status_has_its_present_name_on_all_days_and_an_unknown_base_is_other():
    company = developer(prop(1, ("03-08 10:00", ORAL)), prop(2, ("03-09 10:00", LET)))
    assert {key[1:] for key in stock(company, "properties", NIGHT, NEXT)} == {
        ("booked", "Бронь на 3 дня"),
        ("other", "Аренда"),
    }


def test_a_list_price_is_known_from_the_evening_before_the_load_that_saw_it():
    company = developer(prop(1, ("03-08 10:00", FREE)), prop(2, ("03-08 10:00", FREE), area=None))
    key = ("available", "Свободно")
    assert stock(company, "list_amount", NIGHT) == {("03-08", *key): None, ("03-09", *key): "2000000.00"}
    assert stock(company, "list_amount", NIGHT, NEXT)["03-10", *key] == "4000000.00"
    assert stock(company, "area", NIGHT)["03-09", *key] == "50.00"
    assert stock(company, "area_unknown", NIGHT)["03-09", *key] == "1"


def test_without_events_a_property_counts_from_the_first_load_and_a_vanished_one_until_it_is_missed():
    silent = prop(1, ("03-01 10:00", SOLD), told=False)
    vanished = prop(2, ("03-09 10:00", FREE), gone="03-10 11:00")
    company = developer(silent, vanished)
    loads = (NIGHT, NEXT, "03-12 03:00")
    assert stock(company, "properties", *loads) == {
        ("03-09", "available", "Свободно"): "1",
        ("03-10", "available", "Свободно"): "1",
        ("03-10", "sold", "Продано"): "1",
        ("03-11", "sold", "Продано"): "1",
    }
    assert stock(company, "left", *loads) == {("03-11", "available", "Свободно"): "1"}
    assert company.count("property_gone", *loads) == {"profitbase_main:2": "1"}


def test_a_property_that_no_load_has_seen_is_not_there():
    company = developer(prop(1, ("03-01 10:00", FREE), gone="03-09 20:00"))
    assert company.count("property_card", NIGHT) == {} == company.count("stock_properties", NIGHT)


def seconds(when):
    return str(int(at(when).timestamp()))


def test_a_deal_holds_what_was_booked_for_it_until_it_is_freed_or_goes_to_another():
    one, other = (lead(id_, [("03-01 10:00", OFFER), ("03-09 10:00", WON)]) for id_ in (5, 6))
    gone = deleted(lead(7, [("03-01 10:00", OFFER)]), "03-05 10:00")
    back = [
        ("03-02 10:00", ORAL, 5),
        ("03-03 10:00", FREE),
        ("03-04 10:00", PAID, 5),
        ("03-05 10:00", SOLD, 5),
    ]
    company = developer(
        prop(1, ("03-01 10:00", FREE), *back),
        prop(2, ("03-02 10:00", ORAL, 5), ("03-06 10:00", SOLD, 6)),
        prop(3, ("03-02 10:00", ORAL, 7)),
        leads=[one, other, gone],
    )
    links = {("amocrm_main:5", "profitbase_main:1"), ("amocrm_main:5", "profitbase_main:2")}
    assert set(company.count("deal_property_booked", NIGHT)) == links | {
        ("amocrm_main:6", "profitbase_main:2")
    }
    assert company.count("deal_property_booked", NIGHT)["amocrm_main:5", "profitbase_main:1"] == seconds(
        "03-04 10:00"
    )
    assert company.count("deal_property_freed", NIGHT) == {
        ("amocrm_main:5", "profitbase_main:1"): None,
        ("amocrm_main:5", "profitbase_main:2"): seconds("03-06 10:00"),
        ("amocrm_main:6", "profitbase_main:2"): None,
    }
    assert company.count("deal_property_booked", NIGHT)["amocrm_main:6", "profitbase_main:2"] is None
    assert company.count("deal_properties_numbers", NIGHT) == {
        ("amocrm_main:5", "1", "Парк"): "1",
        ("amocrm_main:6", "2", "Парк"): "1",
    }
    standing = {key[0]: key[3] for key in company.count("property_standing", NIGHT)}
    assert standing["profitbase_main:3"] == "none"


def test_what_is_sold_is_held_against_what_is_won_evening_by_evening():
    won = lead(5, [("03-01 10:00", OFFER), ("03-08 10:00", WON)])
    early = lead(6, [("03-01 10:00", OFFER), ("03-09 10:00", WON)])
    open_one = lead(7, [("03-01 10:00", OFFER)])
    back = lead(8, [("03-01 10:00", OFFER), ("03-07 10:00", WON), ("03-09 10:00", OFFER)])
    company = developer(
        prop(1, ("03-07 10:00", ORAL, 5)),
        prop(2, ("03-07 10:00", ORAL, 6), ("03-08 10:00", SOLD, 6)),
        prop(3, ("03-07 10:00", FREE), ("03-08 09:00", SOLD)),
        prop(4, ("03-08 10:00", SOLD, 5), gone="03-10 02:00"),
        prop(5, ("03-07 10:00", ORAL, 7)),
        prop(6, ("03-07 11:00", SOLD, 8)),
        prop(7, ("03-01 10:00", SOLD, 5), told=False),
        leads=[won, early, open_one, back],
    )
    found = {name: company.count(f"sold_properties_{name}", NIGHT, NEXT) for name in SOLD_NAMES}
    assert {
        key[1][5:]: (found["won"][key], found["sold"][key], found["differ"][key]) for key in found["won"]
    } == {
        "03-07": ("0", "1", "1"),
        "03-08": ("1", "3", "4"),
        "03-09": ("2", "3", "3"),
        "03-10": ("2", "4", "4"),
    }
    keys = {day[5:]: numbers.replace("profitbase_main:", "") for _, day, numbers in found["keys"]}
    assert keys == {"03-07": "6", "03-08": "1, 2, 3, 6", "03-09": "1, 3, 6", "03-10": "1, 3, 6, 7"}


def test_without_a_crm_nobody_knows_what_is_won():
    company = generate(7, 0.02, Layout(crm="none", properties="profitbase"))
    cells = sold_property_cells(open_books(company, [at("06-02 03:00")]))
    last = cells["sold_properties_sold"][-1]
    assert last[:2] == ["profitbase_main", "2026-06-01"]
    assert int(last[2]) > 0
    for name in ("won", "differ"):
        assert {cell[-1] for cell in cells[f"sold_properties_{name}"]} == {None}
    assert cells["sold_properties_keys"] == []


@pytest.mark.parametrize("seed", [7, 4242])
def test_the_pretend_developer_sells_without_a_won_deal_and_wins_without_calling_it_sold(seed):
    company = generate(seed, 0.05, Layout(properties="profitbase"))
    loads = [at(when) for when in ("06-02 03:00", "06-03 03:00", "06-04 03:00")]
    for _, won, sold in list(evenings(open_books(company, loads)))[-3:]:
        assert won - sold
        assert sold - won


def test_sold_in_pieces_is_what_won_deals_have_on_the_day_they_were_won():
    won = lead(5, [("03-01 10:00", CONTRACT), ("03-04 10:00", WON)])
    lost = lead(6, [("03-01 10:00", CONTRACT), ("03-04 10:00", LOST)])
    company = developer(
        prop(1, ("03-02 10:00", ORAL, 5)),
        prop(2, ("03-02 10:00", ORAL, 5), type_="parking"),
        prop(3, ("03-02 10:00", ORAL, 6)),
        leads=[won, lost],
        plans=[plan("03-01", "flats_sold_count", "4")],
    )
    facts = company.count("fact_to_date", NIGHT)
    for metric, pieces in (("flats_sold_count", "1.00"), ("properties_sold_count", "2.00")):
        assert facts[metric, "company", "company", "2026-03-03"] == "0.00"
        assert facts[metric, "company", "company", "2026-03-09"] == pieces
    assert (
        company.count("fulfilment_pct", NIGHT)["flats_sold_count", "company", "company", "2026-03-09"]
        == "25.00"
    )
