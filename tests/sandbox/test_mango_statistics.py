"""The pretend exchange tells its calls the way Mango Office does: ordered, waited for, page by page."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

MOSCOW = ZoneInfo("Europe/Moscow")
MAY = ("01.05.2026", "31.05.2026")
ORDER = {"start_date": "01.05.2026 00:00:00", "end_date": "31.05.2026 23:59:59", "limit": "5", "offset": "0"}
COLUMNS = (
    "records,start,finish,answer,from_extension,from_number,to_extension,to_number,disconnect_reason,"
    "line_number,location,entry_id,create"
)


def people(context):
    """Give the legs of employees, those inside a group too."""
    legs = [leg for call in context["context_calls"] for leg in call.get("members", [call])]
    return [leg for leg in legs if leg["call_type"] == "user"]


def test_a_key_keeps_its_readers_waiting(sandbox):
    sandbox.control("POST", "limits", {"mango_office": {"polls": 3}})
    key = sandbox.mango("stats/calls/request", ORDER).json()["key"]
    answers = [sandbox.mango("stats/calls/result", {"key": key}).json() for _ in range(5)]
    assert [answer["status"] for answer in answers] == ["request", "work", "work", "complete", "complete"]
    assert [answer["result"] for answer in answers] == [1000] * 5 and "data" not in answers[0]


def test_the_wait_may_also_be_an_empty_204(sandbox):
    sandbox.control("POST", "limits", {"mango_office": {"waiting": "empty"}})
    key = sandbox.mango("stats/calls/request/", ORDER).json()["key"]
    answers = [sandbox.mango("stats/calls/result/", {"key": key}) for _ in range(2)]
    assert [(answer.status_code, bool(answer.content)) for answer in answers] == [(204, False), (200, True)]


@pytest.mark.parametrize("path", ["stats/result", "stats/calls/result"])
def test_a_key_that_nobody_gave_is_404(sandbox, path):
    assert sandbox.mango(path, {"key": "Zk9XQ0tFWS0wMDE="}).status_code == 404


def test_a_key_does_not_outlive_the_day_it_was_given_on(sandbox):
    key = sandbox.mango("stats/calls/request", ORDER).json()["key"]
    sandbox.control("POST", "clock", {"now": "2026-06-03T03:00:00+03:00"})
    sandbox.mango("stats/calls/request", ORDER)
    assert sandbox.mango("stats/calls/result", {"key": key}).status_code == 404


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"limit": "30"}, 3104),
        ({"limit": None}, 3103),
        ({"offset": "-1"}, 3104),
        ({"start_date": ""}, 3103),
        ({"start_date": "2026-05-01"}, 3104),
        ({"start_date": "30.04.2026"}, 3104),
        ({"start_date": "01.06.2026"}, 3104),
        ({"search_string": "79"}, 3104),
        ({"ext_fields": ["cost"]}, 3104),
    ],
)
def test_an_order_that_breaks_the_rules_is_refused(sandbox, change, code):
    assert sandbox.mango("stats/calls/request", {**ORDER, **change}).json()["result"] == code


def test_a_month_of_31_days_may_be_asked_for(sandbox):
    order = {**ORDER, "start_date": "01.05.2026", "end_date": "01.06.2026"}
    assert sandbox.mango("stats/calls/request", order).json()["result"] == 1000


def test_pages_with_keys_of_their_own_make_up_the_whole(sandbox):
    whole = [context["entry_id"] for context in sandbox.contexts(*MAY)]
    pages = [sandbox.contexts(*MAY, limit=20, offset=offset) for offset in range(0, len(whole) + 20, 20)]
    assert [context["entry_id"] for page in pages for context in page] == whole
    assert len(set(whole)) == len(whole) > 40 and len(pages[-1]) < 20


def test_the_header_of_a_period_sums_up_all_of_it_whatever_the_page(sandbox):
    for limit in (5, 5000):
        for block in sandbox.statistics("26.05.2026", "28.05.2026", limit=limit):
            day = block["period"][:10]
            own = sandbox.contexts(day, day)
            assert block["period"] == f"{day} 00:00:00 - {day} 23:59:59"
            assert block["total_calls_count"] == len(own)
            assert block["total_talks_duration"] == sum(context["talk_duration"] for context in own)
            assert block["total_calls_duration"] == sum(context["duration"] for context in own)


def test_a_call_belongs_to_the_moscow_day_of_its_start(sandbox):
    for context in sandbox.contexts("27.05.2026", "27.05.2026"):
        start = datetime.fromtimestamp(context["context_start_time"], MOSCOW)
        assert start.date().isoformat() == "2026-05-27"


def test_a_quiet_day_has_a_header_and_no_calls(sandbox):
    (block,) = sandbox.statistics("01.01.2026", "01.01.2026")
    assert (block["total_calls_count"], block["list"]) == (0, [])


def test_calls_can_be_chosen_by_kind_luck_person_and_number(sandbox):
    whole = sandbox.contexts(*MAY)
    for name in ("context_type", "context_status"):
        for value in {context[name] for context in whole}:
            found = sandbox.contexts(*MAY, **{name: value})
            assert found == [context for context in whole if context[name] == value] != []
    both = sandbox.contexts(*MAY, context_type=[1, 2])
    assert {context["context_type"] for context in both} == {1, 2}
    number = next(context["caller_number"] for context in whole if context["context_type"] == 1)
    assert all(
        number[-7:] in (context["caller_number"] + context["called_number"])
        for context in sandbox.contexts(*MAY, search_string=number[-7:])
    )
    own = sandbox.contexts(*MAY, user_ids=[10090303])
    assert own and all(10090303 in [leg["call_abonent_id"] for leg in people(context)] for context in own)


def test_a_group_rings_several_people_and_one_of_them_answers(sandbox):
    groups = [
        call
        for context in sandbox.contexts(*MAY)
        for call in context["context_calls"]
        if call["call_type"] == "group"
    ]
    assert any(len(call["members"]) > 1 for call in groups)
    for call in groups:
        answered = [leg for leg in call["members"] if leg["call_answer_time"]]
        assert len(answered) <= 1 and call["talk_duration"] == sum(leg["talk_duration"] for leg in answered)
        assert call["call_end_time"] == max(leg["call_end_time"] for leg in call["members"])


def test_calls_have_every_shape_that_matters(sandbox):
    whole = [
        context
        for month in (
            ("17.03.2026", "16.04.2026"),
            ("17.04.2026", "17.05.2026"),
            ("18.05.2026", "01.06.2026"),
        )
        for context in sandbox.contexts(*month)
    ]
    assert {context["context_type"] for context in whole} == {1, 2, 3}
    assert any(call["BlindTransfer"] for context in whole for call in context["context_calls"])
    missed = [context for context in whole if not context["talk_duration"]]
    assert missed and all(context["context_status"] == 0 for context in missed)
    assert any(len(leg["recording_id"]) == 2 for context in whole for leg in people(context))
    out = next(context for context in whole if context["context_type"] == 2)
    assert out["caller_id"] and [call["call_type"] for call in out["context_calls"]] == ["user", "number"]


def test_the_basic_statistics_are_the_same_calls_leg_by_leg(sandbox):
    sandbox.control("POST", "limits", {"mango_office": {"polls": 2}})
    since = int(datetime(2026, 5, 1, tzinfo=MOSCOW).timestamp())
    order = {"date_from": str(since), "date_to": since + 31 * 86400 - 1, "fields": COLUMNS}
    key = sandbox.mango("stats/request", order).json()
    assert set(key) == {"key"}
    answers = [sandbox.mango("stats/result", key) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [204, 204, 200]
    legs = [line.split(";") for line in answers[2].text.splitlines()]
    assert {len(leg) for leg in legs} == {13}
    whole = {context["entry_id"]: context for context in sandbox.contexts(*MAY)}
    assert {leg[11] for leg in legs} == set(whole) and len(legs) > len(whole)
    for entry_id, context in whole.items():
        talk = sum(int(leg[2]) - int(leg[3]) for leg in legs if leg[11] == entry_id and leg[3] != "0")
        assert talk == context["talk_duration"] or context["context_type"] == 3


def test_basic_columns_come_as_named_and_in_their_usual_order_otherwise(sandbox):
    period = {"date_from": 1779832800, "date_to": 1780001999}
    short = sandbox.mango("stats/request", {**period, "fields": "entry_id,start"}).json()
    usual = sandbox.mango("stats/request", period).json()
    texts = []
    for key in (short, usual):
        sandbox.mango("stats/result", key)
        texts.append(sandbox.mango("stats/result", key).text.splitlines())
    assert {line.count(";") for line in texts[0]} == {1} and {line.count(";") for line in texts[1]} == {10}
    assert sandbox.mango("stats/request", {**period, "fields": "price"}).json()["result"] == 3104
    sandbox.control("DELETE", "faults")
    assert (
        sandbox.mango("stats/request", {"date_from": 1, "date_to": 31 * 86400 + 2}).json()["result"] == 3104
    )


def test_ids_and_groups_of_employees_come_only_when_asked_for(sandbox):
    plain = sandbox.mango("config/users/request").json()["users"][0]
    assert set(plain) == {"general", "telephony"} and "user_id" not in plain["general"]
    asked = {"ext_fields": ["general.user_id", "groups", "telephony.line_id"]}
    rich = sandbox.mango("config/users/request", asked).json()["users"][0]
    assert rich["general"]["user_id"] and rich["groups"] and rich["telephony"]["line_id"]
    extension = rich["telephony"]["extension"]
    (one,) = sandbox.mango("config/users/request", {"extension": extension, **asked}).json()["users"]
    assert one == rich


def test_the_dismissed_vanish_while_their_calls_remain_and_their_extension_serves_again(sandbox):
    users = sandbox.mango("config/users/request", {"ext_fields": ["general.user_id"]}).json()["users"]
    owners = {user["telephony"]["extension"]: user["general"]["user_id"] for user in users}
    assert 10090310 not in owners.values() and owners["110"] == 10090391
    rang = {
        leg["call_abonent_id"]
        for month in (("17.02.2026", "16.03.2026"), ("17.03.2026", "16.04.2026"))
        for context in sandbox.contexts(*month)
        for leg in people(context)
    }
    assert 10090310 in rang


def test_lines_and_groups_are_told(sandbox):
    lines = sandbox.mango("incominglines").json()["lines"]
    assert {"line_id", "number", "name"} <= set(lines[0])
    assert {group["group_id"] for group in sandbox.mango("groups").json()["groups"]} == {50301, 50302, 50303}


def test_calls_of_a_bad_afternoon_are_reported_a_day_late(sandbox):
    first = sandbox.contexts("01.06.2026", "01.06.2026")
    sandbox.control("POST", "clock", {"now": "2026-06-03T03:00:00+03:00"})
    second = sandbox.contexts("01.06.2026", "01.06.2026")
    known = [context["entry_id"] for context in second]
    assert {context["entry_id"] for context in first} < set(known)


def test_an_exchange_may_refuse_a_period_that_another_allows(sandbox):
    sandbox.control("POST", "limits", {"mango_office": {"longest_days": 7}})
    assert sandbox.mango("stats/calls/request", ORDER).json()["result"] == 3104
    week = ORDER | {"end_date": "07.05.2026 23:59:59"}
    assert sandbox.mango("stats/calls/request", week).json()["result"] == 1000


def test_a_period_that_is_too_much_for_it_never_becomes_ready(sandbox):
    sandbox.control("POST", "limits", {"mango_office": {"bearable_days": 7}})
    key = sandbox.mango("stats/calls/request", ORDER).json()["key"]
    answers = [sandbox.mango("stats/calls/result", {"key": key}).json() for _ in range(5)]
    assert {answer["status"] for answer in answers} == {"work"}


def test_a_call_between_employees_has_both_ends_in_the_basic_statistics(sandbox):
    internal = {context["entry_id"]: context for context in sandbox.contexts(*MAY, context_type=3)}
    names = COLUMNS.split(",")
    order = {"date_from": 1777582800, "date_to": 1780261199, "fields": COLUMNS}
    key = sandbox.mango("stats/request", order).json()["key"]
    while (answer := sandbox.mango("stats/result", {"key": key})).status_code == 204:
        pass
    legs = [dict(zip(names, line.split(";"), strict=True)) for line in answer.text.splitlines()]
    own = [leg for leg in legs if leg["entry_id"] in internal]
    assert internal and {leg["entry_id"] for leg in own} == set(internal)
    for leg in own:
        assert leg["from_extension"] == leg["from_number"] == internal[leg["entry_id"]]["caller_number"]
        assert leg["to_extension"] == leg["to_number"] == internal[leg["entry_id"]]["called_number"]
        assert leg["from_extension"] != leg["to_extension"]


def test_an_empty_choice_is_none(sandbox):
    whole = sandbox.contexts(*MAY)
    assert sandbox.contexts(*MAY, context_type=[], user_ids=[], group_ids=[]) == whole
