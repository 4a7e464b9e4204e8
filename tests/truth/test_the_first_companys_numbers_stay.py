"""What the company counted before it telephoned, advertised and traded abroad stays as it was."""

from decimal import Decimal

import pytest

from sandbox.company.charter import NIGHTS
from sandbox.truth.books import open_books
from sandbox.world.world import generate

LEADS = (2748, 2778, 2824)
ROUBLES = (Decimal("171336313.44"), Decimal("173523506.54"), Decimal("177406643.29"))
ALL_MONEY = (Decimal("192029305.60"), Decimal("194309288.83"), Decimal("198279636.00"))


@pytest.mark.slow
def test_leads_and_roubles_are_those_of_the_smaller_company_and_foreign_money_comes_on_top():
    company = generate(7, 1.0)
    abroad = {paid.key for paid in company.money if paid.versions[0].value.currency != "RUB"}
    for count, (leads, roubles, all_money) in enumerate(zip(LEADS, ROUBLES, ALL_MONEY, strict=True), start=1):
        books = open_books(company, NIGHTS[:count])
        home = [line.known for line in books.lines if line.key.split(":")[1] not in abroad]
        assert len(books.deals) == leads
        assert sum(home, Decimal(0)) == roubles
        assert sum((line.known for line in books.lines), Decimal(0)) == all_money
