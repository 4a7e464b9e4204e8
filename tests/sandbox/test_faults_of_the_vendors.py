"""Every fault that can be switched on shows itself on the wire as often as asked, and can be switched off."""

import email.utils
import time

import pytest
import requests

LEADS = "leads?limit=5"
CATALOG = "Catalog_Контрагенты?$format=json&$orderby=Ref_Key&$top=5"
ORDERS = "Document_ЗаказКлиента"


def ask(sandbox, vendor):
    return sandbox.amo(LEADS) if vendor == "amocrm" else sandbox.onec(CATALOG)


@pytest.fixture(params=["amocrm", "onec"])
def vendor(request):
    return request.param


def test_a_dead_vendor_hangs_up(sandbox, vendor):
    sandbox.fault(vendor, "dead")
    with pytest.raises(requests.ConnectionError):
        ask(sandbox, vendor)
    sandbox.control("DELETE", "faults")
    assert ask(sandbox, vendor).status_code == 200


def test_a_truncated_body_ends_before_its_length(sandbox, vendor):
    sandbox.fault(vendor, "truncated_body", times=1)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        ask(sandbox, vendor)
    assert ask(sandbox, vendor).status_code == 200


def test_a_slow_vendor_answers_late(sandbox, vendor):
    sandbox.fault(vendor, "slow", seconds=0.4, times=1)
    began = time.monotonic()
    assert ask(sandbox, vendor).status_code == 200
    assert time.monotonic() - began > 0.4


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ("http_500", 500),
        ("http_503_retry_after", 503),
        ("rate_limited", 429),
        ("token_expired", 401),
        ("payment_required", 402),
        ("forbidden", 403),
    ],
)
def test_a_fault_answers_in_place_of_the_vendor_as_often_as_asked(sandbox, vendor, fault, status):
    sandbox.fault(vendor, fault, times=2)
    assert [ask(sandbox, vendor).status_code for _ in range(3)] == [status, status, 200]


def test_an_html_page_comes_with_status_200(sandbox, vendor):
    sandbox.fault(vendor, "html_page")
    answer = ask(sandbox, vendor)
    assert answer.status_code == 200 and answer.text.startswith("<!DOCTYPE html>")


def test_retry_after_comes_in_both_forms_or_not_at_all(sandbox):
    sandbox.fault("amocrm", "rate_limited", times=1)
    sandbox.fault("amocrm", "rate_limited", times=1, retry_after=3)
    sandbox.fault("amocrm", "rate_limited", times=1, retry_after=3, retry_after_form="date", body="text")
    plain, seconds, moment = (sandbox.amo(LEADS) for _ in range(3))
    assert "Retry-After" not in plain.headers and plain.json()["status"] == 429
    assert seconds.headers["Retry-After"] == "3"
    assert email.utils.parsedate_to_datetime(moment.headers["Retry-After"]).tzinfo is not None
    assert moment.text == "Too Many Requests\n"


def test_the_server_of_1c_also_fails_in_its_own_way(sandbox):
    sandbox.fault("onec", "http_500", times=1)
    sandbox.fault("onec", "http_500", times=1, body="html")
    assert "descr" in sandbox.onec(CATALOG).json()["exception"]
    assert sandbox.onec(CATALOG).text.startswith("<html>")


def test_a_fault_can_begin_with_a_later_request_of_one_path(sandbox):
    sandbox.fault("amocrm", "token_expired", path="/api/v4/leads", from_request=3)
    assert [sandbox.amo(LEADS).status_code for _ in range(2)] == [200, 200]
    assert sandbox.amo("users").status_code == 200
    assert [sandbox.amo(LEADS).status_code for _ in range(2)] == [401, 401]


def test_a_repeated_page_never_ends(sandbox):
    sandbox.fault("amocrm", "repeat_page")
    first, second = (sandbox.amo(f"leads?limit=5&page={page}").json() for page in (1, 2))
    assert first["_embedded"] == second["_embedded"] and "next" in second["_links"]
    sandbox.fault("onec", "repeat_page")
    pages = [sandbox.odata(ORDERS, f"$orderby=Date,Ref_Key&$top=5&$skip={skip}")["value"] for skip in (0, 5)]
    assert pages[0] == pages[1]


def test_a_field_changes_its_type(sandbox):
    sandbox.fault("amocrm", "changed_type", row=2)
    rows = sandbox.amo(LEADS).json()["_embedded"]["leads"]
    assert [type(row["price"]) for row in rows] == [int, int, str, int, int]
    sandbox.fault("onec", "changed_type", field="Posted", value="Да")
    assert sandbox.odata(ORDERS, "$orderby=Date,Ref_Key&$top=2")["value"][0]["Posted"] == "Да"


def test_a_record_comes_without_its_key(sandbox):
    sandbox.fault("amocrm", "drop_key", row=1, times=1)
    assert ["id" in row for row in sandbox.amo(LEADS).json()["_embedded"]["leads"]] == [
        True,
        False,
        True,
        True,
        True,
    ]
    sandbox.fault("onec", "drop_key", path=f"/{ORDERS}")
    assert "Ref_Key" not in sandbox.odata(ORDERS, "$orderby=Date,Ref_Key&$top=2")["value"][0]


def test_a_row_edited_between_two_pages_leaves_the_window_and_another_is_skipped(sandbox):
    window = "order[id]=asc&filter[updated_at][from]=1&filter[updated_at][to]=1780354799"
    whole = [row["id"] for row in sandbox.records("leads", "leads", window)]
    sandbox.fault("amocrm", "rows_move", times=1)
    read = []
    for page in range(1, 100):
        answer = sandbox.amo(f"leads?limit=50&page={page}&{window}")
        if answer.status_code == 204:
            break
        read += [row["id"] for row in answer.json()["_embedded"]["leads"]]
    assert len(read) == len(set(read)) == len(whole) - 1 and set(whole) - set(read) == {whole[50]}
    moved = sandbox.amo(f"leads/{whole[0]}").json()
    assert moved["updated_at"] == 1780358400
    sandbox.control("DELETE", "faults")
    assert [row["id"] for row in sandbox.records("leads", "leads", window)] == whole


def test_a_document_renamed_between_two_pages_hides_its_neighbour(sandbox):
    query = "$select=Ref_Key,DataVersion&$orderby=Date,Ref_Key&$top=10"
    whole = sandbox.odata(ORDERS, "$select=Ref_Key,DataVersion&$orderby=Date,Ref_Key")["value"]
    sandbox.fault("onec", "rows_move", times=1)
    read = [
        row for skip in range(0, 500, 10) for row in sandbox.odata(ORDERS, f"{query}&$skip={skip}")["value"]
    ]
    missed = {row["Ref_Key"] for row in whole} - {row["Ref_Key"] for row in read}
    assert missed == {whole[10]["Ref_Key"]}
    again = [row for row in read if row["Ref_Key"] == whole[0]["Ref_Key"]]
    assert len({row["DataVersion"] for row in again}) == 2


def test_big_pages_exhaust_the_memory_of_1c(sandbox):
    sandbox.fault("onec", "oom_big_page", top=10)
    assert sandbox.onec(f"{ORDERS}?$format=json&$orderby=Date&$top=10").status_code == 200
    big = sandbox.onec(f"{ORDERS}?$format=json&$orderby=Date&$top=11")
    assert big.status_code == 500 and "памяти" in big.json()["odata.error"]["message"]["value"]
    assert sandbox.onec(f"{ORDERS}?$format=json").status_code == 500


def test_a_set_can_be_taken_out_of_the_publication(sandbox):
    sandbox.fault("onec", "unpublished", entity=ORDERS)
    assert sandbox.onec(f"{ORDERS}?$format=json&$top=1").status_code == 404
    assert f'Name="{ORDERS}"' not in sandbox.onec("$metadata").text
    assert sandbox.onec(CATALOG).status_code == 200


def test_an_older_release_lacks_a_field(sandbox):
    sandbox.fault("onec", "missing_field", entity=ORDERS, field="Менеджер_Key")
    assert not [name for name in sandbox.odata(ORDERS, "$top=1")["value"][0] if name.startswith("Менеджер")]
    assert sandbox.onec(f"{ORDERS}?$format=json&$select=Ref_Key,Менеджер_Key").status_code == 400
    document = (
        sandbox.onec("$metadata").text.split(f'<EntityType Name="{ORDERS}">')[1].split("</EntityType>")[0]
    )
    assert "Менеджер" not in document and "Контрагент" in document


def test_hidden_rows_need_allowed_only(sandbox):
    everything = len(sandbox.odata(ORDERS, "$orderby=Date")["value"])
    sandbox.fault("onec", "hidden_rows", rows=3)
    assert sandbox.onec(f"{ORDERS}?$format=json&$orderby=Date").status_code == 403
    assert len(sandbox.odata(ORDERS, "$orderby=Date&allowedOnly=true")["value"]) == everything - 3


def test_a_fault_that_the_vendor_does_not_have_is_refused_by_name(sandbox):
    status, content = sandbox.control("POST", "faults", {"vendor": "amocrm", "fault": "oom_big_page"})
    assert status == 400 and "filter_off" in content["what"]
    assert sandbox.control("GET", "faults")[1] == {"faults": []}
