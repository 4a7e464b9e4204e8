"""A database of time zones that is older than the other one is noticed, and by which days."""

from zoneinfo import ZoneInfo

from orchestration.deployment.zones import differing_instants


def test_the_installed_databases_agree_on_the_zones_of_russia():
    for zone in ("Europe/Moscow", "Europe/Kaliningrad", "Asia/Yekaterinburg", "Asia/Vladivostok"):
        assert differing_instants(zone) == []


def test_a_rule_that_only_one_of_them_knows_is_found():
    # Kazakhstan went from UTC+6 to UTC+5 on 2024-03-01; an older database does not know.
    older = ZoneInfo("Asia/Omsk")
    differing = differing_instants("Asia/Almaty", zone=older)
    assert differing[-1].year == 2037
    assert any(f"{day:%Y-%m-%d}" == "2024-03-02" for day in differing)
    assert not any(f"{day:%Y-%m-%d}" == "2024-02-28" for day in differing)


def test_a_zone_that_duckdb_does_not_know_differs_every_day():
    assert len(differing_instants("Mars/Olympus", zone=ZoneInfo("UTC"))) > 10_000
