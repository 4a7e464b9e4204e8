"""The warning of records in quarantine names a stream once, with all of the latest days together."""

import duckdb
import yaml

from expectations.manifest import SUITES

_LOADS = """
    create table loads_of_days as select * from (values
        ('crm', 'leads', date '2026-06-03', 5, true, 'loaded'),
        ('crm', 'leads', date '2026-06-04', 2, true, 'loaded'),
        ('crm', 'leads', date '2026-06-05', 1, false, 'partial'),
        ('crm', 'events', date '2026-06-03', 9, true, 'loaded'),
        ('crm', 'events', date '2026-06-05', 0, false, 'partial'),
        ('field', 'orders', date '2026-06-05', 40, false, 'partial')
    ) as one (source, stream, date_day, quarantined_count, is_complete, status)
"""


def test_a_stream_is_named_once_with_its_total_and_its_days():
    suite = yaml.safe_load((SUITES / "mart_data_coverage.yml").read_text(encoding="utf-8"))
    (rule,) = [one for one in suite["expectations"] if one["meta"]["name"] == "nothing_in_quarantine"]
    with duckdb.connect() as connection:
        connection.execute(_LOADS)
        rows = connection.execute(
            rule["kwargs"]["unexpected_rows_query"].format(batch="loads_of_days")
        ).fetchall()
    assert rows == [("crm.leads", "3 (06-04, 06-05)"), ("field.orders", "40 (06-05)")]
