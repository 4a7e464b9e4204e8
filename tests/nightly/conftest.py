"""One pretend company and one house for all nightly tests: its three nights are run once."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from orchestration.demo.pretend import Pretend, pretend_company
from orchestration.nights.night import Nights
from tests.nightly.simulated import House, Renewed, ThreeNights, Trouble, forget_stage, steps, with_a_new_mart
from tests.receivers import Receivers, open_receivers

SCALE = 0.1
SMALL = 0.03


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pretend]:
    with pretend_company(tmp_path_factory.mktemp("company"), scale=SCALE) as running:
        yield running


@pytest.fixture(scope="session")
def small_company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pretend]:
    """Of the same kind, for tests that wait for whole nights and ask little of their numbers."""
    with pretend_company(tmp_path_factory.mktemp("small"), scale=SMALL) as running:
        yield running


@pytest.fixture(scope="session")
def receivers() -> Iterator[Receivers]:
    with open_receivers() as running:
        yield running


@pytest.fixture(scope="session")
def three_nights(
    company: Pretend, receivers: Receivers, tmp_path_factory: pytest.TempPathFactory
) -> ThreeNights:
    house = House.open(tmp_path_factory.mktemp("house"), company, receivers)
    nights, proofs = [], []
    for number in (1, 2, 3):
        nights.append(house.night(number))
        proofs.append(house.proof(company.nights[:number]))
        house.save(f"night {number}")
    return ThreeNights(house, nights, proofs, receivers.texts())


@pytest.fixture(scope="session")
def refused(three_nights: ThreeNights, receivers: Receivers) -> Trouble:
    """The CRM's token has expired, and a proxy answers for the ERP with its log-in page."""
    house = three_nights.house
    house.restore("night 1")
    house.company.break_vendor("amocrm", "token_expired")
    house.company.break_vendor("onec", "html_page")
    receivers.forget()
    night = house.night(2)
    trouble = Trouble(house, night, steps(house), receivers.texts())
    house.company.heal()
    house.save("refused")
    return trouble


@pytest.fixture(scope="session")
def renewed(three_nights: ThreeNights, tmp_path_factory: pytest.TempPathFactory) -> Renewed:
    """People have been busy since the night before, and two vendors are odd.

    Somebody added a mart and a metric, deleted most of a plan, whose loss is accepted by name, and typed
    words for a number in the rest; nobody mapped a stage. The ERP cuts an answer, the CRM changes a type.
    """
    house, company = three_nights.house, three_nights.house.company
    house.restore("night 1")
    forget_stage(house.folder / "mappings" / "stages.csv")
    company.break_vendor("files", "text_in_number", row=1)
    company.break_vendor("onec", "truncated_body", path="/Catalog_", times=1)
    company.break_vendor("amocrm", "changed_type", path="/api/v4/tasks", field="updated_at", value="soon")
    house.set_clock(company.nights[1])
    targets = house.published("select count(*) from fct_sales_target")[0][0]
    (plan,) = Path(house.environment["SANDBOX_FILES_FOLDER"]).glob("*.xlsx")
    book = openpyxl.load_workbook(plan)
    book.active.delete_rows(100, book.active.max_row)
    book.save(plan)
    project = with_a_new_mart(tmp_path_factory.mktemp("renewed") / "dbt_project")
    nights = Nights(house.deployment, now=lambda: house.moment, project=project)
    night = nights.run(["fct_sales_target"])
    house.save("renewed")
    company.heal()
    return Renewed(house, night, project, targets)


@pytest.fixture
def after(three_nights: ThreeNights, request: pytest.FixtureRequest) -> Iterator[House]:
    """The house as it stood after a night, which the test names: parametrize("after", …, indirect=True)."""
    three_nights.house.restore(request.param)
    yield three_nights.house
    three_nights.house.company.heal()
