"""Truth's cells of surveys: who answered, about whose deal, and what counts for NPS and CSAT."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.company.company import CardName, SurveyAnswer
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, to_cells
from sandbox.truth.customers import Customers, normalise_phone
from sandbox.truth.deals import Deal
from sandbox.truth.decisions import key_of_card
from sandbox.truth.people import normalise_email
from sandbox.truth.rules import NONE, UNASSIGNED


@dataclass(frozen=True)
class _Heard:
    answer: SurveyAnswer
    customer: str | None
    rule: str
    employee: str


def survey_cells(books: Books) -> dict[str, Cells]:
    """Return each answer with customer and employee, and the parts of NPS and CSAT by day and employee."""
    heard = list(_heard(books))
    parts: dict[str, dict[tuple[Key, ...], int]] = {
        f"survey_{name}": defaultdict(int)
        for name in ("nps_answers", "nps_balance", "csat_answers", "csat_satisfied")
    }
    for one in heard:
        score, kind = one.answer.score, one.answer.survey
        cell = (one.answer.answered_on.isoformat(), one.employee)
        parts[f"survey_{kind}_answers"][cell] += 1
        if kind == "nps":
            parts["survey_nps_balance"][cell] += int(score > 8) - int(score < 7)
        else:
            parts["survey_csat_satisfied"][cell] += int(score > 3)
    return {
        "survey_score": to_cells({(one.answer.id, one.employee): one.answer.score for one in heard}),
        "survey_customer": to_cells({(one.answer.id, one.customer or NONE, one.rule): 1 for one in heard}),
        **{name: to_cells(cells) for name, cells in parts.items()},
    }


def _heard(books: Books) -> Iterator[_Heard]:
    deals = {deal.lead_id: deal for deal in books.deals}
    for answer in books.company.answers:
        if answer.published_at <= books.as_of:
            deal = None if answer.lead_id is None else deals.get(answer.lead_id)
            customer, rule = _who(answer, deal, books)
            yield _Heard(answer, customer, rule, _whose(deal, books))


def _who(answer: SurveyAnswer, deal: Deal | None, books: Books) -> tuple[str | None, str]:
    customers, said = books.customers, answer.customer
    if isinstance(said, CardName):
        ways = [("card", customers.of_record(key_of_card(said, customers.names)))]
    elif said and "@" in said:
        ways = [("email", _of_email(customers, normalise_email(said)))]
    else:
        ways = [("phone", customers.of_phone(normalise_phone(said or "")))]
    ways.append(("deal", None if deal is None else deal.customer))
    return next(((found, rule) for rule, found in ways if found is not None), (None, NONE))


def _of_email(customers: Customers, email: str) -> str | None:
    return customers.only_of([key for key, record in customers.records.items() if email in record.emails])


def _whose(deal: Deal | None, books: Books) -> str:
    if deal is None:
        return UNASSIGNED
    return deal.employee if deal.won_at is None else deal.owner_at(deal.won_at, books.people)
