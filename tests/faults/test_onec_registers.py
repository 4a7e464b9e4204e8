"""Registers of 1C: record sets that lie on several days, a base that ignores the filter, plain recorders."""

import json
import re
from datetime import datetime, timedelta

import pytest

from connectors.kit.errors import AccessDenied, NotOffered, UnexpectedReply, VendorUnavailable
from tests.faults.infobase import Answer, guid, odata_error

REGISTER = "AccumulationRegister_ВыручкаИСебестоимостьПродаж"
LINE = "RecordSet:Period,АналитикаУчетаНоменклатуры_Key,Количество,СуммаВыручки,СебестоимостьРегл"
_BOUNDS = re.compile(r"r/Period ge datetime'([^']+)' and r/Period lt datetime'([^']+)'")


def entry(number, *periods, recorder="Recorder"):
    """What one document wrote: a line at each of the instants."""
    return {recorder: guid(number), "RecordSet": [{"Period": period} for period in periods]}


@pytest.fixture
def register(base, nights):
    """A register that answers by the time of its lines; the third of its nights is next."""
    base.fields[REGISTER] = ["Recorder", "Recorder_Type", LINE]
    base.sets = []

    def answer(asked):
        if asked.entity_set != REGISTER:
            return None
        found = _BOUNDS.search(asked.params["$filter"])
        told = [
            each
            for each in base.sets
            if any(found[1] <= line["Period"] < found[2] for line in each["RecordSet"])
        ]
        return Answer(200, json.dumps({"value": told}, ensure_ascii=False).encode())

    base.before = answer
    nights.passed = 3
    return base


def days(nights):
    return {(row["_day"], row["_key"]) for row in nights.rows("cost_register")}


def test_each_record_set_lies_on_the_day_of_its_lines(nights, register):
    register.sets = [entry(1, "2026-06-02T10:00:00"), entry(2, "2026-06-04T23:59:59", "2026-06-04T23:59:59")]
    receipt = nights.load("cost_register")
    assert receipt.days == ("2026-06-02", "2026-06-03", "2026-06-04")
    assert days(nights) == {("2026-06-02", guid(1)), ("2026-06-04", guid(2))}


def test_the_base_is_asked_in_its_own_time_and_never_for_today(nights, register):
    nights.load("cost_register")
    (asked,) = register.of(REGISTER)
    assert _BOUNDS.search(asked.params["$filter"]).groups() == ("2026-06-02T00:00:00", "2026-06-05T00:00:00")
    assert "$top" not in asked.params and "$orderby" not in asked.params


def test_a_record_set_with_lines_on_several_days_is_landed_once_a_reading(nights, register):
    register.sets = [entry(1, "2026-06-02T10:00:00", "2026-06-04T10:00:00")]
    nights.load("cost_register")
    assert days(nights) == {("2026-06-02", guid(1))}


def test_days_that_are_too_much_for_the_base_are_halved_and_no_set_comes_twice(nights, register):
    register.sets = [entry(1, "2026-06-02T10:00:00", "2026-06-04T10:00:00"), entry(2, "2026-06-03T10:00:00")]
    healthy = register.before

    def bears_a_day(asked):
        found = _BOUNDS.search(asked.params.get("$filter", ""))
        if found and datetime.fromisoformat(found[2]) - datetime.fromisoformat(found[1]) > timedelta(days=1):
            return odata_error(500, "-1", "Недостаточно памяти")
        return healthy(asked)

    register.before = bears_a_day
    assert nights.load("cost_register").rows == 2
    assert sorted(key for _, key in days(nights)) == [guid(1), guid(2)]


def test_a_base_that_cannot_give_an_hour_is_left_for_the_next_night(nights, register):
    register.before = lambda asked: (
        odata_error(500, "-1", "Недостаточно памяти") if asked.entity_set == REGISTER else None
    )
    with pytest.raises(VendorUnavailable, match="Недостаточно памяти"):
        nights.load("cost_register")
    assert nights.rows("cost_register") == []


def test_a_base_that_ignores_the_filter_is_noticed(nights, register):
    told = json.dumps({"value": [entry(1, "2019-01-01T10:00:00")]}).encode()
    register.before = lambda asked: Answer(200, told) if asked.entity_set == REGISTER else None
    with pytest.raises(UnexpectedReply, match="lines of some days and gave a record set without any"):
        nights.load("cost_register")


def test_where_one_kind_of_document_writes_its_reference_is_plain(nights, register):
    register.fields[REGISTER] = ["Recorder_Key", LINE]
    register.sets = [entry(7, "2026-06-03T10:00:00", recorder="Recorder_Key")]
    nights.load("cost_register")
    assert days(nights) == {("2026-06-03", guid(7))}


def test_a_record_set_without_its_document_is_kept_aside(nights, register):
    register.sets = [entry(1, "2026-06-03T10:00:00"), {"RecordSet": [{"Period": "2026-06-03T11:00:00"}]}]
    receipt = nights.load("cost_register")
    assert (receipt.rows, receipt.quarantined) == (1, 1)


def test_a_register_that_is_not_published_is_no_failure(nights, base):
    nights.passed = 3
    assert "is not published" in nights.load("cost_register").unavailable


def test_a_document_that_is_not_published_is_one(nights, base):
    del base.fields["Document_ЗаказКлиента"]
    with pytest.raises(AccessDenied, match="Document_ЗаказКлиента is not published") as refused:
        nights.load("orders")
    assert isinstance(refused.value, NotOffered)
