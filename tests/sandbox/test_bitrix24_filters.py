"""The pretend portal gives no rows of another filter than the asked one, and odd questions break nothing."""

import pytest

from tests.sandbox.pretend_portal import problem

DEALS, ITEMS = "crm.deal.list", {"entityTypeId": 2}


def counted(b24, method, **params):
    return b24.ask(method, **params).json()["total"]


@pytest.mark.parametrize(
    ("method", "name", "base"),
    [
        (DEALS, "CLOSED", {}),
        (DEALS, "OPENED", {}),
        ("user.get", "ACTIVE", {}),
        ("crm.activity.list", "COMPLETED", {}),
        ("crm.item.list", "closed", ITEMS),
    ],
)
def test_yes_and_no_make_up_the_whole(b24, method, name, base):
    whole = counted(b24, method, **base)
    yes, no = (counted(b24, method, **base, filter={name: value}) for value in ("Y", "N"))
    assert yes + no == whole
    assert counted(b24, method, **base, filter={f"!{name}": "Y"}) == no


def test_a_person_is_found_by_telephone_and_by_a_part_of_it(b24):
    rows = b24.result("crm.contact.list", select=["ID", "PHONE"], order={"ID": "ASC"})
    one = next(row for row in rows if row["PHONE"])
    phone = one["PHONE"][0]["VALUE"]
    for asked in ({"PHONE": phone}, {"=PHONE": phone}, {"@PHONE": ["0", phone]}, {"%PHONE": phone[-7:]}):
        found = b24.result("crm.contact.list", filter=asked, select=["ID", "PHONE"])
        assert one["ID"] in [row["ID"] for row in found] and len(found) < len(rows), asked


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "abc", "1_x"])
@pytest.mark.parametrize("operator", ["", ">", "<=", "><"])
def test_what_is_no_number_selects_nothing(b24, value, operator):
    asked = {f"{operator}ID": [value, value] if operator == "><" else value}
    assert counted(b24, DEALS, filter=asked) == 0


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("crm.contact.list", {"filter": {">PHONE": "1"}}),
        ("crm.contact.list", {"order": {"PHONE": "DESC"}}),
        ("crm.activity.list", {"filter": {">SETTINGS": "1"}}),
        ("department.get", {"order": {"PARENT": "DESC"}}),
        ("department.get", {"SORT": "PARENT", "ORDER": "DESC"}),
        ("user.get", {"filter": {"<UF_DEPARTMENT": "1"}}),
        (DEALS, {"filter": {">=DATE_MODIFY": "0001-01-01T00:00:00+03:00"}}),
        (DEALS, {"start": "9" * 5000}),
    ],
)
def test_a_comparison_of_what_has_no_order_is_no_fault_of_the_server(b24, method, params):
    assert b24.ask(method, **params).status_code == 200


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("crm.activity.list", {"filter": {"BINDINGS": 5}}),
        ("crm.activity.list", {"filter": {"BINDINGS": [5]}}),
        ("crm.activity.list", {"filter": {">RESULT_SUM": 5}}),
        ("user.get", {"filter": {"WORK_PHONE": "5"}}),
        ("crm.item.list", {**ITEMS, "filter": {"0": "x"}}),
        ("crm.item.list", {**ITEMS, "filter": {"logic": "XOR", "0": {"id": 1}, "1": {"id": 2}}}),
        ("crm.item.list", {**ITEMS, "filter": [[]]}),
        ("crm.category.list", {**ITEMS, "filter": {"colour": "red"}}),
        ("crm.deal.userfield.list", {"filter": {"COLOUR": "red"}}),
        ("userfieldconfig.list", {"moduleId": "crm", "filter": {"colour": "red"}}),
    ],
)
def test_what_cannot_be_read_as_a_filter_is_refused(b24, method, params):
    assert problem(b24.ask(method, **params))[0] == 400


def test_filters_in_a_list_count_as_those_under_numbers(b24):
    ids = [row["id"] for row in b24.result("crm.item.list", **ITEMS, order={"id": "ASC"})["items"][:2]]
    inner = [{"id": id_} for id_ in ids]
    under = {"logic": "OR", **{str(place): one for place, one in enumerate(inner)}}
    found = b24.result("crm.item.list", **ITEMS, filter=under, order={"id": "ASC"})["items"]
    assert [row["id"] for row in found] == ids
    assert b24.result("crm.item.list", **ITEMS, filter=inner)["items"] == []
    assert [row["id"] for row in b24.result("crm.item.list", **ITEMS, filter=[inner[0]])["items"]] == ids[:1]


@pytest.mark.parametrize("body", [b"{", b"5", b'"filter"', b"[" * 100_000, b'{"filter": "\\ud800"}'])
def test_a_body_that_is_no_json_is_refused_and_not_read_as_no_filter(b24, body):
    url, headers = f"{b24.sandbox.ready['bitrix24_webhook']}{DEALS}", {"Content-Type": "application/json"}
    answer = b24.session.post(url, data=body, headers=headers, timeout=10)
    assert problem(answer) == (400, "INVALID_REQUEST")


def test_small_directories_are_chosen_from_too(b24):
    whole = b24.result("crm.category.list", **ITEMS)["categories"]
    found = b24.result("crm.category.list", **ITEMS, filter={"isDefault": "Y"})["categories"]
    assert found == [row for row in whole if row["isDefault"] == "Y"] != whole
    fields = b24.result("crm.deal.userfield.list")
    one = fields[1]
    assert b24.result("crm.deal.userfield.list", filter={"FIELD_NAME": one["FIELD_NAME"]}) == [one]
    asked = {"entityId": "CRM_DEAL", "fieldName": one["FIELD_NAME"]}
    (row,) = b24.result("userfieldconfig.list", moduleId="crm", filter=asked)["fields"]
    assert (row["entityId"], row["fieldName"]) == ("CRM_DEAL", one["FIELD_NAME"])


@pytest.mark.parametrize("name", ["lead", "deal", "contact", "company", "requisite", "activity", "status"])
def test_every_record_of_an_old_list_can_be_read_alone(b24, name):
    rows = b24.result(f"crm.{name}.list", order={"ID": "ASC"})
    for row in rows[:2]:
        one = b24.result(f"crm.{name}.get", id=row["ID"])
        assert {key: one[key] for key in row} == row
    assert problem(b24.ask(f"crm.{name}.get", id=999_999_999))[0] == 400


def test_tasks_funnels_currencies_and_goods_can_be_read_alone(b24):
    task = b24.result("tasks.task.list", order={"ID": "ASC"})["tasks"][0]
    assert b24.result("tasks.task.get", taskId=task["id"])["task"] == task
    funnel = b24.result("crm.category.list", **ITEMS)["categories"][-1]
    assert b24.result("crm.category.get", **ITEMS, id=funnel["id"])["category"] == funnel
    currency = b24.result("crm.currency.list")[0]
    assert b24.result("crm.currency.get", id=currency["CURRENCY"]) == currency
    for method, params in (
        ("tasks.task.get", {"taskId": 5}),
        ("crm.category.get", {**ITEMS, "id": 99}),
        ("crm.category.get", {"entityTypeId": 1, "id": 0}),
        ("crm.currency.get", {"id": "XXX"}),
        ("crm.item.productrow.get", {"id": 0}),
    ):
        assert problem(b24.ask(method, **params))[0] == 400, method
