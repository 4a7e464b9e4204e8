"""How the pretend portal lists: shapes, pages, filters, orders, and what is silently ignored."""

from tests.sandbox.pretend_portal import problem

DEALS = "crm.deal.list"


def test_rows_stand_where_each_family_of_methods_puts_them(b24):
    shapes = {
        "crm.deal.list": ({}, None),
        "crm.activity.list": ({}, None),
        "user.get": ({}, None),
        "department.get": ({}, None),
        "voximplant.statistic.get": ({}, None),
        "crm.currency.list": ({}, None),
        "crm.item.list": ({"entityTypeId": 2}, "items"),
        "crm.stagehistory.list": ({"entityTypeId": 2}, "items"),
        "crm.category.list": ({"entityTypeId": 2}, "categories"),
        "tasks.task.list": ({}, "tasks"),
        "userfieldconfig.list": ({"moduleId": "crm"}, "fields"),
    }
    for method, (params, key) in shapes.items():
        result = b24.result(method, **params)
        rows = result if key is None else result[key]
        assert isinstance(rows, list) and rows, method


def test_every_answer_has_its_time(b24):
    block = b24.ask("profile").json()["time"]
    assert block["date_start"].endswith("+03:00") and block["operating"] > 0
    assert {"start", "finish", "duration", "processing", "operating_reset_at"} <= set(block)


def test_a_page_has_fifty_rows_and_says_where_the_next_begins(b24):
    first = b24.ask(DEALS, order={"ID": "ASC"}, start=0).json()
    assert len(first["result"]) == 50 and first["next"] == 50
    last = b24.ask(DEALS, order={"ID": "ASC"}, start=first["total"] // 50 * 50).json()
    assert "next" not in last and len(last["result"]) == first["total"] % 50


def test_the_start_is_cut_to_whole_pages(b24):
    assert b24.result(DEALS, order={"ID": "ASC"}, start=70) == b24.result(
        DEALS, order={"ID": "ASC"}, start=50
    )


def test_without_counting_there_is_no_next_and_no_total(b24):
    answer = b24.ask(DEALS, order={"ID": "ASC"}, start=-1).json()
    assert "next" not in answer and "total" not in answer and len(answer["result"]) == 50
    item = b24.ask("crm.item.list", entityTypeId=2, order={"id": "ASC"}, start=-1).json()
    assert item["total"] == 0 and "next" not in item


def test_without_counting_and_without_a_bound_the_first_page_comes_for_ever(b24):
    pages = [b24.result(DEALS, order={"ID": "ASC"}, start=-1) for _ in range(2)]
    assert pages[0] == pages[1]


def test_reading_by_ids_gives_every_row_once(b24):
    rows = b24.everything(DEALS, select=["ID"])
    total = b24.ask(DEALS).json()["total"]
    assert len({row["ID"] for row in rows}) == len(rows) == total
    items = b24.everything("crm.item.list", "id", lambda result: result["items"], entityTypeId=2)
    assert [str(item["id"]) for item in items] == [row["ID"] for row in rows]


def test_who_asks_for_no_order_gets_none(b24):
    ids = [int(row["ID"]) for row in b24.result(DEALS)]
    assert ids != sorted(ids)
    times = [row["START_TIME"] for row in b24.result("crm.activity.list")]
    assert times == sorted(times)


def test_one_deal_is_text_in_the_old_list_and_typed_in_the_new_one(b24):
    old = b24.result(DEALS, filter={">OPPORTUNITY": 0}, order={"ID": "ASC"})[0]
    new = b24.result("crm.item.list", entityTypeId=2, filter={"id": old["ID"]})["items"][0]
    assert old["ID"] == str(new["id"]) and old["STAGE_ID"] == new["stageId"]
    assert old["OPPORTUNITY"] == f"{new['opportunity']:.2f}" and not isinstance(new["opportunity"], str)
    assert old["DATE_CREATE"] == new["createdTime"] and old["DATE_CREATE"].endswith("+03:00")
    assert old["ASSIGNED_BY_ID"] == str(new["assignedById"])
    assert old["CLOSED"] == new["closed"] and old["BEGINDATE"].endswith("T03:00:00+03:00")
    assert "UF_CRM_1712000001" in old and "ufCrm_1712000001" in new
    named = b24.result("crm.item.list", entityTypeId=2, useOriginalUfNames="Y", filter={"id": old["ID"]})
    assert "UF_CRM_1712000001" in named["items"][0]


def test_no_link_is_a_zero_or_null_and_no_date_is_empty(b24):
    rows = b24.everything(DEALS)
    assert any(row["COMPANY_ID"] == "0" for row in rows)
    assert all(row["LEAD_ID"] is None and row["UTM_TERM"] is None for row in rows)
    tasks = b24.everything("tasks.task.list", "ID", lambda result: result["tasks"], shown="id")
    assert {task["closedDate"] for task in tasks if task["status"] == "2"} == {""}


def test_phones_come_only_when_they_are_selected(b24):
    plain = b24.result("crm.contact.list", filter={"HAS_PHONE": "Y"}, order={"ID": "ASC"})[0]
    assert "PHONE" not in plain
    full = b24.result("crm.contact.list", filter={"ID": plain["ID"]}, select=["*", "PHONE", "EMAIL"])[0]
    assert set(full["PHONE"][0]) == {"ID", "VALUE_TYPE", "VALUE", "TYPE_ID"}
    assert "fm" not in b24.result("crm.item.list", entityTypeId=3, select=["id", "name"])["items"][0]
    item = b24.result("crm.item.list", entityTypeId=3, select=["*"], filter={"id": plain["ID"]})["items"][0]
    assert {"id", "typeId", "valueType", "value"} == set(item["fm"][0])


def test_an_old_list_ignores_an_unknown_field_of_a_filter_and_the_new_one_refuses_it(b24):
    whole = b24.ask(DEALS).json()["total"]
    assert b24.ask(DEALS, filter={"nothing": 1}).json()["total"] == whole
    assert b24.ask(DEALS, filter={">dateModify": "2026-06-01T00:00:00+03:00"}).json()["total"] == whole
    refused = b24.ask("crm.item.list", entityTypeId=2, filter={"ID": 1})
    assert problem(refused) == (400, "INVALID_ARG_VALUE")
    refused = b24.ask("crm.item.list", entityTypeId=2, order={"ID": "ASC"})
    assert problem(refused) == (400, "INVALID_ARG_VALUE")


def test_a_filter_that_is_no_map_is_an_error_without_a_code(b24):
    answer = b24.ask(DEALS, filter="ID")
    assert problem(answer) == (400, "") and answer.json()["error_description"]


def test_some_errors_are_numbers(b24):
    assert problem(b24.ask("crm.item.productrow.list", filter={"=ownerType": "D"})) == (400, 100)
    assert problem(b24.ask("tasks.task.list", order={"NOTHING": "asc"})) == (400, "0")


def test_operators_stand_before_the_field(b24):
    rows = b24.everything(DEALS)
    ids = sorted(int(row["ID"]) for row in rows)

    def found(**asked):
        return sorted(int(row["ID"]) for row in b24.everything(DEALS, filter=asked, select=["ID"]))

    two = [ids[3], ids[7]]
    assert found(**{"@ID": two}) == two and found(ID=two) == two
    assert found(**{"!ID": ids[0]}) == ids[1:] and found(**{"!@ID": two}) == sorted({*ids} - {*two})
    won = [int(row["ID"]) for row in rows if row["STAGE_SEMANTIC_ID"] == "S"]
    assert found(STAGE_SEMANTIC_ID="S") == sorted(won)
    named = [int(row["ID"]) for row in rows if "сделка" in row["TITLE"].lower()]
    assert found(**{"%TITLE": "сделка"}) == sorted(named)
    prices = sorted(float(row["OPPORTUNITY"]) for row in rows)
    middle = prices[len(prices) // 2]
    assert len(found(**{">=OPPORTUNITY": middle})) == len([price for price in prices if price >= middle])


def test_dates_are_compared_as_instants_whatever_zone_they_name(b24):
    rows = b24.everything(DEALS)
    moment = sorted(row["DATE_MODIFY"] for row in rows)[len(rows) // 2]
    later = [row for row in rows if row["DATE_MODIFY"] >= moment]
    plain = moment[:19].replace("T", " ")
    utc = (
        f"{moment[:11]}{int(moment[11:13]) - 3:02d}{moment[13:19]}+00:00" if moment[11:13] >= "03" else moment
    )
    for text in (moment, plain, utc):
        assert len(b24.everything(DEALS, filter={">=DATE_MODIFY": text})) == len(later), text


def test_some_portals_ignore_a_date_with_a_t_in_the_new_list(b24):
    b24.fault("iso_ignored")
    asked = {">=updatedTime": "2026-06-01T00:00:00+03:00"}
    whole = b24.ask("crm.item.list", entityTypeId=2).json()["total"]
    assert b24.ask("crm.item.list", entityTypeId=2, filter=asked).json()["total"] == whole
    plain = {">=updatedTime": "2026-06-01 00:00:00"}
    assert b24.ask("crm.item.list", entityTypeId=2, filter=plain).json()["total"] < whole


def test_the_new_list_knows_or(b24):
    won = b24.ask("crm.item.list", entityTypeId=2, filter={"stageSemanticId": "S"}).json()["total"]
    lost = b24.ask("crm.item.list", entityTypeId=2, filter={"stageSemanticId": "F"}).json()["total"]
    either = {"logic": "OR", "0": {"stageSemanticId": "S"}, "1": {"stageSemanticId": "F"}}
    nested = b24.ask("crm.item.list", entityTypeId=2, filter={"0": either}).json()["total"]
    plain = b24.ask("crm.item.list", entityTypeId=2, filter=either).json()["total"]
    assert nested == plain == won + lost and won and lost


def test_a_query_string_says_the_same_as_json(b24):
    by_json = b24.result(DEALS, filter={">ID": 41000050}, order={"ID": "ASC"}, select=["ID", "TITLE"])
    query = "crm.deal.list?filter[%3EID]=41000050&order[ID]=ASC&select[]=ID&select[]=TITLE"
    assert b24.get(query).json()["result"] == by_json
    form = b24.session.post(
        f"{b24.sandbox.ready['bitrix24_webhook']}crm.deal.list",
        data={"filter[>ID]": "41000050", "order[ID]": "ASC", "select[0]": "ID", "select[1]": "TITLE"},
        timeout=10,
    )
    assert form.json()["result"] == by_json


def test_activities_are_found_by_what_they_are_bound_to(b24):
    row = b24.result("crm.activity.list", select=["*", "BINDINGS"])[0]
    pair = row["BINDINGS"][0]
    rows = b24.result("crm.activity.list", filter={"BINDINGS": [pair]})
    assert row["ID"] in [found["ID"] for found in rows]
    assert {found["OWNER_ID"] for found in rows} == {pair["OWNER_ID"]}


def test_a_batch_runs_in_order_and_refers_to_earlier_results(b24):
    page = "crm.deal.list?start=-1&order[ID]=ASC&select[]=ID&filter[%3EID]="
    result = b24.batch(p0=f"{page}0", p1=f"{page}$result[p0][49][ID]", p2=f"{page}$result[p1][49][ID]")
    ids = [int(row["ID"]) for key in ("p0", "p1", "p2") for row in result["result"][key]]
    assert ids == sorted(set(ids)) and len(ids) > 100
    assert result["result_error"] == [] and result["result_next"] == [] and result["result_total"] == []
    assert set(result["result_time"]) == {"p0", "p1", "p2"}


def test_after_a_short_page_a_chained_reference_is_empty_and_the_rows_begin_again(b24):
    page = "crm.deal.list?start=-1&order[ID]=ASC&select[]=ID&filter[%3EID]="
    last = b24.everything(DEALS, select=["ID"])[-3]["ID"]
    result = b24.batch(p0=f"{page}{last}", p1=f"{page}$result[p0][49][ID]")["result"]
    assert len(result["p0"]) == 2 and len(result["p1"]) == 50


def test_a_batch_is_200_though_its_calls_fail(b24):
    result = b24.batch(good="profile", bad="crm.nothing.list", item="crm.item.list?entityTypeId=99")
    assert set(result["result"]) == {"good"}
    assert result["result_error"]["bad"]["error"] == "ERROR_METHOD_NOT_FOUND"
    assert result["result_error"]["item"]["error"] == "NOT_FOUND"
    halted = b24.batch(halt=1, bad="crm.nothing.list", good="profile")
    assert halted["result"] == [] and set(halted["result_error"]) == {"bad"}


def test_a_batch_holds_fifty_calls_and_no_batch(b24):
    many = {f"p{number}": "profile" for number in range(51)}
    assert problem(b24.ask("batch", cmd=many)) == (400, "ERROR_BATCH_LENGTH_EXCEEDED")
    nested = b24.batch(inner="batch?cmd[a]=profile")
    assert nested["result_error"]["inner"]["error"] == "ERROR_BATCH_METHOD_NOT_ALLOWED"


def test_the_calls_of_a_batch_cost_their_own_time_and_one_request(b24):
    b24.limits(operating_seconds=10, seconds_per_call=1, bucket=2, drained_per_second=0.001)
    result = b24.batch(**{f"p{number}": "crm.deal.list?select[]=ID" for number in range(12)})
    assert len(result["result"]) == 10
    assert {error["error"] for error in result["result_error"].values()} == {"OPERATION_TIME_LIMIT"}
    assert b24.ask("profile").status_code == 200 and b24.ask("profile").status_code == 503


def test_one_part_of_a_batch_may_fail_for_the_rate(b24):
    b24.fault("part_fails", entity="crm.contact", times=1)
    result = b24.batch(deals="crm.deal.list", contacts="crm.contact.list")
    assert set(result["result"]) == {"deals"}
    assert result["result_error"]["contacts"]["error"] == "QUERY_LIMIT_EXCEEDED"


def test_a_row_that_vanishes_between_two_pages_hides_another_from_who_counts(b24):
    whole = {row["ID"] for row in b24.everything(DEALS, select=["ID"])}
    first = b24.ask(DEALS, order={"ID": "ASC"}, select=["ID"]).json()
    b24.fault("hidden_rows", rows=1)
    second = b24.ask(DEALS, order={"ID": "ASC"}, select=["ID"], start=first["next"]).json()
    third = b24.ask(DEALS, order={"ID": "ASC"}, select=["ID"], start=second["next"]).json()
    read = {row["ID"] for page in (first, second, third) for row in page["result"]}
    assert len(whole - read) == 1 and third["total"] == len(whole) - 1


def test_the_same_page_may_come_for_ever(b24):
    b24.fault("repeat_page")
    pages = [b24.ask(DEALS, order={"ID": "ASC"}, start=start).json() for start in (0, 50)]
    assert pages[0]["result"] == pages[1]["result"] and pages[1]["next"]


def test_a_method_may_be_tired_by_others(b24):
    b24.fault("operation_time", entity="crm.activity", times=1)
    assert problem(b24.ask("crm.activity.list")) == (429, "OPERATION_TIME_LIMIT")
    assert b24.ask("crm.activity.list").status_code == 200


def test_a_portal_may_ignore_every_filter(b24):
    b24.fault("filter_off")
    whole = b24.ask(DEALS).json()["total"]
    assert b24.ask(DEALS, filter={"ID": 1}).json()["total"] == whole
