"""A mart that lost most of its rows stays as it was, until a person says that the loss is right."""

import pytest

from orchestration.failures import RunError
from tests.nightly.simulated import House, Renewed


def test_a_loss_goes_out_only_for_the_mart_that_is_named(renewed: Renewed):
    build = renewed.night.build
    renewed.house.restore("renewed")

    assert build is not None
    assert {one.domain: one.published for one in build.domains}["sales"]
    assert renewed.house.published("select count(*) from fct_sales_target")[0][0] < renewed.targets / 2
    (said,) = [one.warnings for one in build.marts if one.mart == "fct_sales_target"]
    assert "--accept-loss fct_sales_target" in said[0].fix


@pytest.mark.parametrize("after", ["night 1"], indirect=True)
def test_a_mart_that_does_not_exist_is_told_before_anything_is_read(after: House):
    with pytest.raises(RunError, match=r"names fct_sale, .* Choose among .*fct_sales_target"):
        after.nights.run(["fct_sale"])
