"""`voronka init` with a vendor of every family, the secrets, `voronka night`: all is read and published."""

from pathlib import Path

import pytest

from orchestration.demo.pretend import Pretend
from tests.nightly.installed import ALL, first_night


@pytest.mark.slow
def test_a_new_deployment_of_every_family_runs_its_first_night(tmp_path: Path, company: Pretend):
    night = first_night(tmp_path / "mine", company, *ALL)

    assert night.problems == ()
    assert night.land is not None
    assert {one.source for one in night.land.streams} >= {
        *("amocrm_main", "mango_office_main", "onec_main", "yandex_direct_main", "yandex_metrica_main")
    }
    assert night.build is not None
    assert all(one.published for one in night.build.domains)
