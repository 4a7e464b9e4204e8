"""Whose answer to a survey it is, and what it counts for."""

from datetime import date

from sandbox.company.company import CardName, SurveyAnswer
from tests.truth.tiny_company import CONTACTED, ILYA, OLGA, WON, Tiny, at, contact, day, lead

NIGHT = "06-02 03:00"
WON_BY_ILYA = lead(
    1, [("05-01 10:00", CONTACTED), ("05-05 10:00", WON)], contact=1,
    owners=[("05-01 10:00", ILYA), ("05-20 10:00", OLGA)],
)  # fmt: skip


def answer(id_, survey, score, customer=None, deal=None, when="05-25", typed="05-26 10:00"):
    asked: date = day(when)
    return SurveyAnswer(id_, survey, asked, score, customer, deal, at(typed))


def company(*answers):
    cards = [contact(1, "+7 926 000-00-01", emails=("ann@x.example",)), contact(2, "+7 926 000-00-02")]
    return Tiny(leads=[WON_BY_ILYA], contacts=cards, answers=list(answers))


def test_a_card_a_phone_a_mail_and_the_deal_say_who_answered_and_who_won_it():
    heard = company(
        answer("card", "nps", 10, CardName("contact", 2), 1),
        answer("phone", "nps", 8, "8 (926) 000-00-02"),
        answer("mail", "nps", 6, " Ann@x.example"),
        answer("deal", "csat", 3, None, 1),
        answer("nobody", "csat", 5, "+7 999 000-00-00"),
        answer("tomorrow", "csat", 5, None, 1, typed="06-02 10:00"),
    )
    who = {key[0]: key[1:] for key in heard.count("survey_customer", NIGHT)}
    assert who == {
        "card": ("amocrm_main:contact:2", "card"),
        "phone": ("amocrm_main:contact:2", "phone"),
        "mail": ("amocrm_main:contact:1", "email"),
        "deal": ("amocrm_main:contact:1", "deal"),
        "nobody": ("none", "none"),
    }
    whose = dict(tuple(heard.count("survey_score", NIGHT)))
    assert whose["card"] == whose["deal"] == f"amocrm_main:{ILYA}" and whose["mail"] == "unassigned"


def test_nines_and_tens_less_noughts_to_sixes_and_fours_and_fives():
    points = [answer(f"n{score}", "nps", score) for score in range(11)]
    points += [answer(f"c{score}", "csat", score) for score in range(1, 6)]
    heard = company(*points)
    cell = "2026-05-25", "unassigned"
    kinds = ("nps_answers", "nps_balance", "csat_answers", "csat_satisfied")
    counted = [heard.count(f"survey_{kind}", NIGHT)[cell] for kind in kinds]
    assert counted == ["11", str(2 - 7), "5", "2"]
