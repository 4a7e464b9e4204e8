"""The pretend 1C base shows its registers the way the platform does: record sets, flat lines, slices."""

import xml.etree.ElementTree as ET

import pytest

COSTS = "AccumulationRegister_ВыручкаИСебестоимостьПродаж"
LINES = f"{COSTS}_RecordType"
RATES = "InformationRegister_КурсыВалют"
CLOSINGS = "Document_РасчетСебестоимостиТоваров"
BANK = "Document_ПоступлениеБезналичныхДенежныхСредств"
SALES = "Document_РеализацияТоваровУслуг"
EDM = "{http://schemas.microsoft.com/ado/2009/11/edm}"
MAY = "r/Period ge datetime'2026-05-01T00:00:00' and r/Period lt datetime'2026-06-01T00:00:00'"


def sets(sandbox, query=""):
    return sandbox.odata(COSTS, query)["value"]


def by_recorder(record_sets):
    return sorted(record_sets, key=lambda entity: entity["Recorder"])


def test_one_entity_is_all_that_a_document_wrote(sandbox):
    documents = {
        row["Ref_Key"]
        for name in (SALES, "Document_ВозвратТоваровОтКлиента")
        for row in sandbox.odata(name)["value"]
    }
    for entity in sets(sandbox):
        assert set(entity) == {"Recorder", "Recorder_Type", "RecordSet"} and entity["Recorder"] in documents
        assert entity["Recorder_Type"].startswith("StandardODATA.Document_")
        numbers = [line["LineNumber"] for line in entity["RecordSet"]]
        assert numbers == [str(place) for place in range(1, len(numbers) + 1)]
        assert "Recorder" not in entity["RecordSet"][0] and entity["RecordSet"][0]["Active"] is True


def test_a_period_is_found_through_any(sandbox):
    found = sets(sandbox, f"$filter=RecordSet/any(r: {MAY})")
    wanted = [
        entity
        for entity in sets(sandbox)
        if any("2026-05" <= line["Period"] < "2026-06" for line in entity["RecordSet"])
    ]
    assert by_recorder(found) == by_recorder(wanted) != []
    assert len(found) < len(sets(sandbox))


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("$filter=Period ge datetime'2026-05-01T00:00:00'", 400),
        ("$filter=RecordSet/Period ge datetime'2026-05-01T00:00:00'", 500),
        ("$filter=RecordSet/any(r: r/Цена gt 0)", 400),
        ("$filter=RecordSet/any(r: r/Количество gt 0", 400),
        ("$orderby=Period", 200),
        ("$orderby=ЧегоНет desc", 200),
    ],
)
def test_what_else_is_tried_on_record_sets(sandbox, query, status):
    assert sandbox.onec(f"{COSTS}?$format=json&{query}").status_code == status


def test_an_order_is_taken_and_ignored(sandbox):
    sandbox.fault("onec", "no_order")
    readings = {
        tuple(entity["Recorder"] for entity in sets(sandbox, "$orderby=Recorder&$top=3")) for _ in range(9)
    }
    assert len(readings) > 1


def test_the_whole_register_does_not_fit_into_memory(sandbox):
    sandbox.control("POST", "limits", {"onec": {"register_sets": 10}})
    assert len(sets(sandbox, f"$filter=RecordSet/any(r: {MAY})")) <= 1000
    for query in ("", "&$top=1"):
        answer = sandbox.onec(f"{COSTS}?$format=json{query}")
        assert answer.status_code == 500
        assert "Недостаточно памяти" in answer.json()["odata.error"]["message"]["value"]


def test_lines_can_be_read_one_by_one_with_an_ordinary_filter(sandbox):
    query = "$filter=Period ge datetime'2026-05-01T00:00:00'&$orderby=Period,Recorder,LineNumber"
    flat = sandbox.odata(LINES, query)["value"]
    nested = [
        {"Recorder": entity["Recorder"], "Recorder_Type": entity["Recorder_Type"], **line}
        for entity in sets(sandbox, "$filter=RecordSet/any(r: r/Period ge datetime'2026-05-01T00:00:00')")
        for line in entity["RecordSet"]
    ]
    key = lambda line: (line["Period"], line["Recorder"], line["LineNumber"])  # noqa: E731
    assert sorted(flat, key=key) == sorted(nested, key=key) != []


def test_metadata_knows_record_sets_and_their_lines(sandbox):
    tree = ET.fromstring(sandbox.onec("$metadata").content)
    kinds = {node.get("Name"): node for node in tree.iter(f"{EDM}EntityType")}
    assert {node.get("Name") for node in kinds[COSTS].iter(f"{EDM}PropertyRef")} == {
        "Recorder",
        "Recorder_Type",
    }
    part = next(node for node in kinds[COSTS].iter(f"{EDM}Property") if node.get("Name") == "RecordSet")
    assert part.get("Type") == f"Collection(StandardODATA.{COSTS}_RowType)"
    assert "Period" in {node.get("Name") for node in kinds[LINES].iter(f"{EDM}Property")}
    assert {node.get("Name") for node in kinds[RATES].iter(f"{EDM}PropertyRef")} == {"Period", "Валюта_Key"}


def test_costs_are_unknown_at_first_and_rewritten_when_the_month_is_closed(sandbox):
    def may():
        lines = sandbox.odata(LINES, f"$filter={MAY.replace('r/', '')}&$orderby=Recorder,LineNumber")["value"]
        return {(line["Recorder"], line["LineNumber"]): line["СебестоимостьРегл"] for line in lines}

    costs = [line["СебестоимостьРегл"] for line in sandbox.odata(LINES, "$orderby=Period")["value"]]
    assert any(not cost for cost in costs) and any(costs)
    before = may()
    sandbox.control("POST", "clock", {"now": "2026-06-04T03:00:00+03:00"})
    after = may()
    assert any(after[place] != cost for place, cost in before.items() if place in after)


def test_a_closing_says_whether_it_is_preliminary(sandbox):
    kinds = {row["ПредварительныйРасчет"] for row in sandbox.odata(CLOSINGS, "$orderby=Date")["value"]}
    assert kinds == {True, False}


def test_a_key_of_stock_accounting_leads_to_a_product(sandbox):
    keys = sandbox.odata("Catalog_КлючиАналитикиУчетаНоменклатуры", "$orderby=Ref_Key")["value"]
    products = {row["Ref_Key"] for row in sandbox.odata("Catalog_Номенклатура", "$orderby=Ref_Key")["value"]}
    assert {row["Номенклатура_Key"] for row in keys} <= products
    used = {
        line["АналитикаУчетаНоменклатуры_Key"] for entity in sets(sandbox) for line in entity["RecordSet"]
    }
    assert used <= {row["Ref_Key"] for row in keys}


def test_rates_are_flat_rows_by_day_and_currency(sandbox):
    rows = sandbox.odata(RATES, "$filter=Period ge datetime'2026-05-01T00:00:00'&$orderby=Period")["value"]
    assert set(rows[0]) == {"Period", "Валюта_Key", "Курс", "Кратность"}
    assert len({(row["Period"], row["Валюта_Key"]) for row in rows}) == len(rows)
    assert {row["Кратность"] for row in rows} == {"1", "100"} and rows[0]["Period"] >= "2026-05-01T00:00:00"
    assert rows == sorted(rows, key=lambda row: row["Period"])


def test_the_slice_holds_the_newest_rate_of_every_currency(sandbox):
    day = "2026-05-31T00:00:00"
    found = sandbox.odata(f"{RATES}/SliceLast(Period=datetime'{day}')")["value"]
    rows = sandbox.odata(RATES, "$orderby=Period")["value"]
    newest = {row["Валюта_Key"]: row for row in rows if row["Period"] <= day}
    assert sorted(map(str, found)) == sorted(map(str, newest.values()))
    dollar = next(
        row["Ref_Key"] for row in sandbox.odata("Catalog_Валюты")["value"] if row["Description"] == "USD"
    )
    condition = f"Condition='Валюта_Key eq guid''{dollar}'''"
    (one,) = sandbox.odata(f"{RATES}/SliceLast({condition})")["value"]
    assert one["Валюта_Key"] == dollar and one["Period"] >= day
    plain = f"Condition='Валюта_Key eq guid'{dollar}''"
    assert sandbox.odata(f"{RATES}/SliceLast({plain})")["value"] == [one]
    assert sandbox.odata(f"{RATES}/SliceLast({plain}, Period=datetime'{day}')")["value"][0]["Period"] <= day
    assert sandbox.odata(f"{RATES}/SliceLast()", f"$filter=Валюта_Key eq guid'{dollar}'")["value"] == [one]
    for odd in ("Perod=5", f"Period=datetime'вчера',{plain}", f"{plain},Дата=5"):
        assert sandbox.onec(f"{RATES}/SliceLast({odd})?$format=json").status_code == 400, odd
    key = f"Period=datetime'{one['Period']}',Валюта_Key=guid'{dollar}'"
    assert sandbox.odata(f"{RATES}({key})")["Курс"] == one["Курс"]
    assert len(sandbox.odata(f"{RATES}/SliceLast()")["value"]) == len(found)
    assert sandbox.onec(f"{COSTS}/SliceLast()?$format=json").status_code == 404


def test_some_payments_are_in_other_currencies(sandbox):
    names = {row["Ref_Key"]: row["Description"] for row in sandbox.odata("Catalog_Валюты")["value"]}
    found = sandbox.odata(BANK, "$orderby=Date")["value"]
    assert {"RUB", "USD"} <= {names[row["Валюта_Key"]] for row in found}
    for row in found:
        assert {line["ВалютаВзаиморасчетов_Key"] for line in row["РасшифровкаПлатежа"]} <= {row["Валюта_Key"]}


def test_vat_stands_on_every_line_and_export_has_none(sandbox):
    lines = [line for row in sandbox.odata(SALES)["value"] for line in row["Товары"]]
    assert any(line["СуммаНДС"] == 0 and line["СуммаСНДС"] for line in lines)
    assert {line["Отменено"] for line in lines} == {True, False}


@pytest.mark.parametrize("name", [COSTS, LINES, RATES, CLOSINGS])
def test_it_may_not_be_published(sandbox, name):
    sandbox.fault("onec", "unpublished", entity=COSTS if name == LINES else name)
    assert sandbox.onec(f"{name}?$format=json").status_code == 404
    assert f'Name="{name}"' not in sandbox.onec("$metadata").text


def test_a_big_answer_of_a_register_can_fail_for_memory(sandbox):
    sandbox.fault("onec", "oom_big_page", top=2, path=f"/{COSTS}")
    assert sandbox.onec(f"{COSTS}?$format=json&$filter=RecordSet/any(r: {MAY})").status_code == 500
    one = sets(sandbox, "$filter=RecordSet/any(r: r/Period lt datetime'2026-01-01T00:00:00')")
    assert one == []


def test_registers_speak_xml_too(sandbox):
    tree = ET.fromstring(sandbox.onec(f"{COSTS}?$filter=RecordSet/any(r: {MAY})").content)
    assert tree.tag == "{http://www.w3.org/2005/Atom}feed"
    kinds = {value for node in tree.iter() for name, value in node.attrib.items() if name.endswith("}type")}
    assert f"StandardODATA.{COSTS}_RowType" in kinds
