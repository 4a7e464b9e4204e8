"""A mart that lost most of its rows stays as it was, until a person says that the loss is right."""

from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from simulated import House

from orchestration.failures import RunError


@pytest.mark.parametrize("after", ["night 1"], indirect=True)
def test_a_loss_goes_out_only_for_the_mart_that_is_named(after: House):
    after.set_clock(after.company.nights[0])
    (plan,) = Path(after.environment["SANDBOX_FILES"]).glob("*.xlsx")
    book = openpyxl.load_workbook(plan)
    book.active.delete_rows(100, book.active.max_row)
    book.save(plan)
    rows = after.published("select count(*) from fct_sales_target")[0][0]
    after.moment += timedelta(minutes=20)

    night = after.nights.run(["fct_sales_target"])

    assert night.build is not None
    assert {one.domain: one.published for one in night.build.domains}["sales"]
    assert after.published("select count(*) from fct_sales_target")[0][0] < rows / 2
    (said,) = [one.warnings for one in night.build.marts if one.mart == "fct_sales_target"]
    assert "--accept-loss fct_sales_target" in said[0].fix


@pytest.mark.parametrize("after", ["night 1"], indirect=True)
def test_a_mart_that_does_not_exist_is_told_before_anything_is_read(after: House):
    with pytest.raises(RunError, match=r"names fct_sale, .* Choose among .*fct_sales_target"):
        after.nights.run(["fct_sale"])
