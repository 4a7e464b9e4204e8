"""The pretend amoCRM chooses by every documented filter and refuses the others: never all rows by mistake."""

import pytest

CARDS = ("leads", "contacts", "companies")


def ids(rows):
    return [row["id"] for row in rows]


def chosen(sandbox, path, key, query, keeps):
    """Ask with a filter, and compare with all rows; some rows are kept and some are not."""
    whole = sandbox.records(path, key)
    found = sandbox.records(path, key, query)
    assert ids(found) == [row["id"] for row in whole if keeps(row)], query
    assert 0 < len(found) < len(whole), query


def own(row, field):
    return [
        value
        for one in row["custom_fields_values"] or ()
        if one["field_id"] == field
        for value in one["values"]
    ]


def test_leads_by_stage_price_name_and_who_changed_them(sandbox):
    rows = sandbox.records("leads", "leads")
    one, other = rows[0], next(row for row in rows if row["status_id"] != rows[0]["status_id"])
    stages = "&".join(
        f"filter[statuses][{place}][{name}]={row[name]}"
        for place, row in enumerate((one, other))
        for name in ("pipeline_id", "status_id")
    )
    wanted = {(row["pipeline_id"], row["status_id"]) for row in (one, other)}
    chosen(sandbox, "leads", "leads", stages, lambda row: (row["pipeline_id"], row["status_id"]) in wanted)
    price = sorted(row["price"] for row in rows)[len(rows) // 2]
    query = f"filter[price][from]={price}&filter[price][to]={price}"
    chosen(sandbox, "leads", "leads", query, lambda row: row["price"] == price)
    query = f"filter[price][from]={price}"
    chosen(sandbox, "leads", "leads", query, lambda row: row["price"] >= price)
    name = one["name"]
    chosen(sandbox, "leads", "leads", f"filter[name]={name}", lambda row: row["name"] == name)
    names = {name, other["name"]}
    query = "&".join(f"filter[name][]={each}" for each in names)
    chosen(sandbox, "leads", "leads", query, lambda row: row["name"] in names)
    by = one["updated_by"]
    chosen(sandbox, "leads", "leads", f"filter[updated_by][]={by}", lambda row: row["updated_by"] == by)
    due = sorted(row["closest_task_at"] for row in rows if row["closest_task_at"])[0]
    query = f"filter[closest_task_at][from]={due}&filter[closest_task_at][to]={due}"
    chosen(sandbox, "leads", "leads", query, lambda row: row["closest_task_at"] == due)


@pytest.mark.parametrize("path", CARDS)
def test_cards_by_values_of_their_own_fields(sandbox, path):
    rows = [row for row in sandbox.records(path, path) if row["custom_fields_values"]]
    field = rows[0]["custom_fields_values"][0]["field_id"]
    value = own(rows[0], field)[0]["value"]
    query = f"filter[custom_fields_values][{field}][]={str(value).replace('+', '%2B')}"
    found = sandbox.records(path, path, query)
    assert rows[0]["id"] in ids(found) and len(found) < len(rows)
    assert all(value in [one["value"] for one in own(row, field)] for row in found)
    assert sandbox.records(path, path, f"filter[custom_fields_values][{field}][]=такого нет") == []
    assert sandbox.records(path, path, "filter[custom_fields_values][1]=1") == []


def test_an_option_is_found_by_its_id_and_a_number_by_its_range(sandbox):
    rows = sandbox.records("leads", "leads")
    values = [
        (one["field_id"], one["values"][0]) for row in rows for one in row["custom_fields_values"] or ()
    ]
    field, option = next((field, one["enum_id"]) for field, one in values if one.get("enum_id"))
    query = f"filter[custom_fields_values][{field}][]={option}"
    chosen(
        sandbox, "leads", "leads", query, lambda row: option in [one["enum_id"] for one in own(row, field)]
    )
    numbers = [(field, one["value"]) for field, one in values if str(one["value"]).isdecimal()]
    field, number = sorted(numbers, key=lambda pair: int(pair[1]))[-1]
    query = f"filter[custom_fields_values][{field}][from]={number}"
    found = sandbox.records("leads", "leads", query)
    assert [int(own(row, field)[0]["value"]) for row in found] == [int(number)] * len(found) != []
    assert sandbox.records("leads", "leads", f"{query}&filter[custom_fields_values][{field}][to]=1") == []


def test_a_search_finds_names_prices_and_values(sandbox):
    for path in CARDS:
        rows = sandbox.records(path, path)
        name = rows[0]["name"]
        found = sandbox.records(path, path, f"query={name.upper()}")
        assert rows[0]["id"] in ids(found) and len(found) < len(rows)
    assert sandbox.records("leads", "leads", "query=такого нигде нет") == []
    assert sandbox.amo("tasks?query=такого").status_code == 400


def test_tasks_done_and_events_by_where_they_led(sandbox):
    chosen(sandbox, "tasks", "tasks", "filter[is_completed]=1", lambda row: row["is_completed"])
    chosen(sandbox, "tasks", "tasks", "filter[is_completed]=0", lambda row: not row["is_completed"])
    moved = sandbox.records("events", "events", "filter[type]=lead_status_changed")
    stage = moved[0]["value_after"][0]["lead_status"]
    for side in ("value_after", "value_before"):
        start = f"filter[{side}][leads_statuses][0]"
        query = f"{start}[pipeline_id]={stage['pipeline_id']}&{start}[status_id]={stage['id']}"
        found = sandbox.records("events", "events", query)
        assert {str(row[side]) for row in found} == {str([{"lead_status": stage}])}
        assert len(found) == sum(row[side] == [{"lead_status": stage}] for row in moved)
    given = sandbox.records("events", "events", "filter[type]=entity_responsible_changed")
    person = given[0]["value_after"][0]["responsible_user"]["id"]
    found = sandbox.records("events", "events", f"filter[value_after][responsible_user_id]={person}")
    assert ids(found) == [
        row["id"] for row in given if row["value_after"] == [{"responsible_user": {"id": person}}]
    ]


@pytest.mark.parametrize(
    "question",
    [
        "leads?filter[tags][]=1",
        "leads?filter=5",
        "leads?filter[id][from]=5",
        "leads?filter[id]=1_000",
        "leads?filter[id]=" + "9" * 5000,
        "leads?filter[updated_at][]=5",
        "leads?filter[updated_at][after]=5",
        "leads?filter[updated_at][from]=",
        "leads?filter[price]=5",
        "leads?filter[price][from]=cheap",
        "leads?filter[statuses][]=142",
        "leads?filter[statuses][0][status_id]=142",
        "leads?filter[custom_fields_values]=5",
        "contacts?filter[price][from]=5",
        "tasks?filter[is_completed]=yes",
        "tasks?filter[created_at][from]=5",
        "leads/notes?filter[created_at][from]=5",
        "events?filter[value_after]=5",
        "events?filter[value_after][sale]=5",
        "users?filter[name]=5",
        "leads/pipelines?filter[name]=5",
        "leads/links?filter[entity_id][]=1&filter[to]=leads",
    ],
)
def test_a_filter_that_is_not_known_is_refused(sandbox, question):
    answer = sandbox.amo(question)
    assert answer.status_code == 400 and answer.headers["content-type"] == "application/problem+json"


def test_an_unnumbered_value_follows_the_numbered_ones(sandbox):
    first, second = ids(sandbox.amo("leads?limit=2").json()["_embedded"]["leads"])
    found = sandbox.amo(f"leads?filter[id][1]={first}&filter[id][]={second}").json()["_embedded"]["leads"]
    assert ids(found) == [first, second]


def test_a_parameter_that_nests_too_deep_is_passed_over(sandbox):
    assert sandbox.amo("leads?limit=1&a" + "[b]" * 5000 + "=1").status_code == 200


@pytest.mark.parametrize(
    ("path", "key"),
    [
        *((f"{card}{part}", part.strip("/") or card) for card in CARDS for part in ("", "/notes")),
        *((f"{card}/custom_fields", "custom_fields") for card in CARDS),
        ("tasks", "tasks"),
        ("events", "events"),
        ("users", "users"),
        ("roles", "roles"),
        ("leads/pipelines", "pipelines"),
        ("leads/loss_reasons", "loss_reasons"),
    ],
)
def test_every_record_of_a_list_can_be_read_alone(sandbox, path, key):
    answer = sandbox.amo(f"{path}?limit=3")
    if answer.status_code == 204:
        pytest.skip("the company has none of them")
    for row in answer.json()["_embedded"][key][:3]:
        assert sandbox.amo(f"{path}/{row['id']}").json() == row
    assert sandbox.amo(f"{path}/1").status_code == 204


def test_a_note_and_a_stage_are_read_below_their_owners(sandbox):
    note = sandbox.records("leads/notes", "notes")[0]
    assert sandbox.amo(f"leads/{note['entity_id']}/notes/{note['id']}").json() == note
    assert sandbox.amo(f"leads/1/notes/{note['id']}").status_code == 204
    pipeline = sandbox.amo("leads/pipelines").json()["_embedded"]["pipelines"][1]
    stage = pipeline["_embedded"]["statuses"][-1]
    assert sandbox.amo(f"leads/pipelines/{pipeline['id']}/statuses/{stage['id']}").json() == stage


def test_roles_name_their_people_and_what_nobody_made_is_empty(sandbox):
    users = sandbox.amo("users?with=role").json()["_embedded"]["users"]
    roles = sandbox.amo("roles?with=users").json()
    assert roles["_total_items"] == 2 == len(roles["_embedded"]["roles"])
    shown = {one["id"] for role in roles["_embedded"]["roles"] for one in role["_embedded"]["users"]}
    assert shown == set(ids(users))
    for path in ("sources", "catalogs", "leads/tags", "contacts/tags", "companies/tags"):
        assert sandbox.amo(path).status_code == 204


def test_companies_have_links_too_and_links_are_chosen_by_their_ends(sandbox):
    firm = next(
        row for row in sandbox.records("companies", "companies", "with=leads") if row["_embedded"]["leads"]
    )
    links = sandbox.records("companies/links", "links", f"filter[entity_id][]={firm['id']}")
    leads = [row["to_entity_id"] for row in links if row["to_entity_type"] == "leads"]
    assert leads == ids(firm["_embedded"]["leads"])
    assert links == sandbox.records(f"companies/{firm['id']}/links", "links")
    asked = f"filter[to_entity_type]=leads&filter[to_entity_id]={leads[0]}"
    (one,) = sandbox.records(f"companies/{firm['id']}/links", "links", asked)
    assert (one["to_entity_type"], one["to_entity_id"]) == ("leads", leads[0])
    assert sandbox.records(f"companies/{firm['id']}/links", "links", "filter[to_entity_id]=1") == []
