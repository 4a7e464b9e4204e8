"""After three nights the morning message says the truth and reaches the targets that the file names."""

from datetime import timedelta

import pytest
import yaml

from orchestration.alerts.morning import morning_message
from orchestration.automation.morning import morning_job
from orchestration.deployment.deployment import read_deployment
from tests.nightly.simulated import House, ThreeNights
from tests.receivers import open_receivers

LAST = pytest.mark.parametrize("after", ["night 3"], indirect=True)


@LAST
def test_it_says_what_came_on_the_last_complete_day_and_is_sent(after: House, three_nights: ThreeNights):
    yesterday = after.company.nights[2].date() - timedelta(days=1)
    (received,) = after.published(f"select sum(amount) from fct_payment where paid_date = date '{yesterday}'")
    (told,) = after.published(
        "select count(*) from mart_kpi_alert where is_root and state <> 'going_on'"
        f" and date_day = date '{yesterday}'"
    )
    with open_receivers() as receivers:
        raw = yaml.safe_load(after.file.read_text(encoding="utf-8"))
        raw["alerts"] = {"targets": [{"name": "head", "url": {"env": "ALERT_HOOK"}}]}
        raw["kpi_alerts"] = {"send_to": ["head"]}
        file = after.folder / "with_targets.yml"
        file.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
        deployment = read_deployment(file, {**after.environment, **receivers.environment})
        message = morning_message(deployment)
        done = morning_job(deployment).execute_in_process()
        arrived = receivers.texts()
        pictures = [one["mimetype"] for post in receivers.posts for one in post["attachments"]]

    assert done.success
    assert arrived == [f"{message.title}\n{message.text}"]
    assert pictures == ["image/png"]
    assert f"{received[0]:,.0f}\u00a0RUB" in message.text
    assert message.text.count("• ") == min(told[0], 12)
