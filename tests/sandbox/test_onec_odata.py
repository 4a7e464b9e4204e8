"""The pretend 1C base answers the way the platform's OData interface does."""

import xml.etree.ElementTree as ET

import pytest

ORDERS = "Document_ЗаказКлиента"
BANK = "Document_ПоступлениеБезналичныхДенежныхСредств"
COUNTERPARTIES = "Catalog_Контрагенты"
EMPTY = "00000000-0000-0000-0000-000000000000"
EDM = "{http://schemas.microsoft.com/ado/2009/11/edm}"


def names(rows):
    return [row["Ref_Key"] for row in rows]


def whole(sandbox, name, query="$orderby=Ref_Key"):
    return sandbox.odata(name, query)["value"]


def test_the_login_is_cyrillic_in_utf8_and_without_it_nothing_is_said(sandbox):
    assert sandbox.onec(COUNTERPARTIES, auth=None).status_code == 401
    user, password = sandbox.ready["onec_user"], sandbox.ready["onec_password"]
    assert user == "Выгрузка"
    wrong = sandbox.onec(COUNTERPARTIES, auth=(user.encode("cp1251"), password.encode("cp1251")))
    assert wrong.status_code == 401 and wrong.headers["WWW-Authenticate"].startswith("Basic")
    assert sandbox.onec(COUNTERPARTIES).status_code == 200


def test_without_format_the_answer_is_atom(sandbox):
    answer = sandbox.onec(f"{ORDERS}?$orderby=Ref_Key&$top=1")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert ET.fromstring(answer.content).tag == "{http://www.w3.org/2005/Atom}feed"
    asked = sandbox.onec(f"{ORDERS}?$top=1", headers={"Accept": "application/json"})
    assert "value" in asked.json()


def test_metadata_describes_sets_lines_and_references(sandbox):
    tree = ET.fromstring(sandbox.onec("$metadata").content)
    order = next(node for node in tree.iter(f"{EDM}EntityType") if node.get("Name") == ORDERS)
    kinds = {node.get("Name"): node.get("Type") for node in order.iter(f"{EDM}Property")}
    assert kinds["Ref_Key"] == "Edm.Guid" and kinds["Date"] == "Edm.DateTime"
    assert kinds["ЭтапыГрафикаОплаты"] == f"Collection(StandardODATA.{ORDERS}_ЭтапыГрафикаОплаты_RowType)"
    assert "Контрагент" in {node.get("Name") for node in order.iter(f"{EDM}NavigationProperty")}
    assert f"{BANK}_РасшифровкаПлатежа_RowType" in {
        node.get("Name") for node in tree.iter(f"{EDM}ComplexType")
    }
    assert COUNTERPARTIES in {node.get("Name") for node in tree.iter(f"{EDM}EntitySet")}


def test_metadata_names_every_property_that_is_sent(sandbox):
    tree = ET.fromstring(sandbox.onec("$metadata").content)
    for node in tree.iter(f"{EDM}EntityType"):
        first = next(node.iter(f"{EDM}PropertyRef")).get("Name")
        rows = whole(sandbox, node.get("Name"), f"$orderby={first}&$top=50")
        known = {part.get("Name") for part in node.iter(f"{EDM}Property")}
        assert all({name for name in row if "@" not in name} == known for row in rows), node.get("Name")


def test_a_set_that_nobody_published_is_404(sandbox):
    answer = sandbox.onec("Catalog_Партнеры?$format=json")
    assert answer.status_code == 404 and "Партнеры" in answer.json()["odata.error"]["message"]["value"]
    assert b"<m:error" in sandbox.onec("Catalog_Партнеры").content


def test_top_is_the_whole_answer_and_nothing_points_to_the_rest(sandbox):
    page = sandbox.odata(ORDERS, "$orderby=Date,Ref_Key&$top=2&$inlinecount=allpages")
    assert len(page["value"]) == 2 and set(page) == {"odata.metadata", "odata.count", "value"}
    assert page["odata.count"] == str(len(whole(sandbox, ORDERS)))
    assert sandbox.odata(ORDERS, "$orderby=Date,Ref_Key&$top=2&$skip=100000")["value"] == []


def test_pages_by_skip_over_a_stable_order_make_up_the_whole(sandbox):
    pages = [
        sandbox.odata(ORDERS, f"$orderby=Date,Ref_Key&$top=7&$skip={skip}")["value"]
        for skip in range(0, 700, 7)
    ]
    read = [key for page in pages for key in names(page)]
    assert read == names(whole(sandbox, ORDERS, "$orderby=Date,Ref_Key"))


def test_order_by_reference_is_order_by_what_a_person_reads(sandbox):
    rows = whole(sandbox, COUNTERPARTIES)
    assert [row["Description"] for row in rows] == sorted(row["Description"] for row in rows)
    assert names(rows) != sorted(names(rows))


def test_without_an_order_pages_fit_together_by_luck_only(sandbox):
    pages = [
        name
        for skip in range(0, 21, 7)
        for name in names(sandbox.odata(ORDERS, f"$top=7&$skip={skip}")["value"])
    ]
    assert pages == names(sandbox.odata(ORDERS, "$top=21")["value"])
    sandbox.fault("onec", "no_order")
    readings = {tuple(names(sandbox.odata(ORDERS, "$top=3")["value"])) for _ in range(8)}
    assert len(readings) > 1


def test_lines_read_as_a_set_of_their_own_are_stable_only_with_their_number(sandbox):
    part = f"{ORDERS}_ЭтапыГрафикаОплаты"
    sandbox.fault("onec", "no_order")
    loose = {str(sandbox.odata(part, "$orderby=Ref_Key")["value"]) for _ in range(6)}
    fixed = {str(sandbox.odata(part, "$orderby=Ref_Key,LineNumber")["value"]) for _ in range(3)}
    assert len(loose) > 1 and len(fixed) == 1


@pytest.mark.parametrize(
    ("text", "keeps"),
    [
        ("Posted eq true and DeletionMark eq false", lambda row: row["Posted"] and not row["DeletionMark"]),
        ("not Posted", lambda row: not row["Posted"]),
        (
            "Date ge datetime'2026-03-01T00:00:00' and Date lt datetime'2026-05-01T00:00:00'",
            lambda row: "2026-03-01" <= row["Date"] < "2026-05-01",
        ),
        (
            "(СуммаДокумента gt 100000 or СуммаДокумента eq 0) and Posted",
            lambda row: (row["СуммаДокумента"] > 100000 or row["СуммаДокумента"] == 0) and row["Posted"],
        ),
        ("substringof('000', Number)", lambda row: "000" in row["Number"]),
        ("startswith(Number, 'ТД') eq true", lambda row: row["Number"].startswith("ТД")),
        ("year(Date) le 2025", lambda row: row["Date"] < "2026"),
        (f"Менеджер_Key ne guid'{EMPTY}'", lambda row: row["Менеджер_Key"] != EMPTY),
        ("Статус eq 'КОбеспечению'", lambda row: row["Статус"] == "КОбеспечению"),
    ],
)
def test_a_filter_keeps_what_it_says(sandbox, text, keeps):
    rows = whole(sandbox, ORDERS, "$orderby=Date,Ref_Key")
    wanted = [row["Ref_Key"] for row in rows if keeps(row)]
    found = whole(sandbox, ORDERS, f"$orderby=Date,Ref_Key&$filter={text}")
    assert names(found) == wanted and 0 < len(wanted) < len(rows) + 1


def test_a_composite_reference_is_compared_by_cast(sandbox):
    name = "Document_РеализацияТоваровУслуг"
    sale = next(row for row in whole(sandbox, name) if row["ЗаказКлиента"])
    order = sale["ЗаказКлиента"]
    found = whole(sandbox, name, f"$orderby=Ref_Key&$filter=ЗаказКлиента eq cast(guid'{order}','{ORDERS}')")
    assert sale["Ref_Key"] in names(found) and {row["ЗаказКлиента"] for row in found} == {order}
    assert sale["ЗаказКлиента_Type"] == f"StandardODATA.{ORDERS}"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        (f"$filter=Ref_Key gt guid'{EMPTY}'", 500),
        (f"$filter=Контрагент_Key le guid'{EMPTY}'", 500),
        ("$filter=Пол eq 1", 400),
        ("$filter=Posted eq", 400),
        ("$filter=Posted eq 'да'", 400),
        ("$filter=(Posted", 400),
        ("$orderby=ИзменённоКогда", 400),
        ("$select=Ref_Key,updated_at", 400),
        ("$top=много", 400),
        ("$top=²", 400),
        ("$top=-1", 400),
        ("$expand=Сделка", 400),
        ("$expand=Контрагент/Партнер", 400),
        ("$expand=Контрагент&$select=Контрагент/Цена", 400),
        ("$filter=" + "(" * 3000 + "Posted", 400),
        ("$filter=year(Number) eq 2026", 400),
        ("$filter=substringof(5, Number)", 400),
        ("$filter=Date ge datetime'вчера'", 400),
        ("$filter=Ref_Key eq guid'1'", 400),
        ("$filter=СуммаДокумента add 5 gt 6", 400),
        ("$filter=СуммаДокумента+gt+6", 400),
    ],
)
def test_what_the_platform_cannot_do_is_refused(sandbox, query, status):
    answer = sandbox.onec(f"{ORDERS}?$format=json&{query}")
    assert answer.status_code == status
    assert isinstance(answer.json()["odata.error"]["code"], str)


def test_select_cuts_the_object_and_its_lines(sandbox):
    versions = whole(
        sandbox, ORDERS, "$select=Ref_Key,DataVersion,DeletionMark,Posted,Date&$orderby=Date,Ref_Key"
    )
    assert list(versions[0]) == ["Ref_Key", "DataVersion", "DeletionMark", "Posted", "Date"]
    rows = whole(sandbox, ORDERS, "$select=Ref_Key,Товары/Количество&$orderby=Date desc")
    assert set(rows[0]) == {"Ref_Key", "Товары"} and set(rows[0]["Товары"][0]) == {"Количество"}


def test_one_object_comes_without_a_wrapper_and_a_missing_one_is_404(sandbox):
    row = whole(sandbox, ORDERS)[0]
    one = sandbox.odata(f"{ORDERS}(guid'{row['Ref_Key']}')")
    assert one.pop("odata.metadata").endswith("/@Element") and one == row
    answer = sandbox.onec(f"{ORDERS}(guid'{EMPTY}')?$format=json")
    assert answer.status_code == 404 and "odata.error" in answer.json()


def test_values_have_the_platforms_shapes(sandbox):
    rows = whole(sandbox, ORDERS)
    row = next(row for row in rows if len(row["ЭтапыГрафикаОплаты"]) > 1)
    assert [line["LineNumber"] for line in row["ЭтапыГрафикаОплаты"]][:2] == ["1", "2"]
    assert row["ДатаОтгрузки"] == "0001-01-01T00:00:00" and row["Соглашение_Key"] == EMPTY
    assert len(row["Date"]) == 19 and row["Контрагент@navigationLinkUrl"].endswith("/Контрагент")
    assert {line["Ref_Key"] for line in row["Товары"]} == {row["Ref_Key"]}
    attributes = [line for row in rows for line in row["ДополнительныеРеквизиты"]]
    assert {line["Значение_Type"] for line in attributes} == {"Edm.String"}
    payments = [line for row in whole(sandbox, BANK) for line in row["РасшифровкаПлатежа"]]
    kinds = {(bool(line["Заказ"]), line["Заказ_Type"]) for line in payments}
    assert kinds == {(True, f"StandardODATA.{ORDERS}"), (False, "StandardODATA.Undefined")}


def test_one_document_has_the_year_209_and_was_never_posted(sandbox):
    old = [row for row in whole(sandbox, ORDERS) if row["Date"] < "2000"]
    assert [(row["Date"][:4], row["Posted"]) for row in old] == [("0209", False)]


def test_people_have_addresses_in_their_contact_lines(sandbox):
    lines = [line for row in whole(sandbox, "Catalog_Пользователи") for line in row["КонтактнаяИнформация"]]
    assert {line["Тип"] for line in lines} == {"АдресЭлектроннойПочты"}
    assert all(line["АдресЭП"] == line["Представление"] for line in lines)


def test_data_version_changes_with_every_write_and_stays_without_one(sandbox):
    versions = {row["Ref_Key"]: row["DataVersion"] for row in whole(sandbox, ORDERS)}
    assert {row["Ref_Key"]: row["DataVersion"] for row in whole(sandbox, ORDERS)} == versions
    sandbox.control("POST", "clock", {"now": "2026-06-04T03:00:00+03:00"})
    later = {row["Ref_Key"]: row["DataVersion"] for row in whole(sandbox, ORDERS)}
    same = [key for key in versions if later.get(key) == versions[key]]
    assert len(same) > len(versions) / 2
    assert any(key in later and later[key] != version for key, version in versions.items())


def test_the_service_lists_every_set_in_xml_unless_json_is_asked_for(sandbox):
    shown = [one["name"] for one in sandbox.odata("")["value"]]
    tree = ET.fromstring(sandbox.onec("$metadata").content)
    assert shown == [node.get("Name") for node in tree.iter(f"{EDM}EntitySet")] and len(shown) > 30
    plain = sandbox.onec("")
    assert plain.headers["content-type"].startswith("application/xml")
    places = ET.fromstring(plain.content).iter("{http://www.w3.org/2007/app}collection")
    assert [node.get("href") for node in places] == shown


def test_every_reference_of_the_metadata_is_an_association(sandbox):
    tree = ET.fromstring(sandbox.onec("$metadata").content)
    known = {node.get("Name"): node for node in tree.iter(f"{EDM}Association")}
    placed = {node.get("Association") for node in tree.iter(f"{EDM}AssociationSet")}
    links = list(tree.iter(f"{EDM}NavigationProperty"))
    sets = {node.get("EntityType") for node in tree.iter(f"{EDM}EntitySet")}
    assert links and placed == {f"StandardODATA.{name}" for name in known}
    for link in links:
        ends = {node.get("Role"): node for node in known[link.get("Relationship").partition(".")[2]]}
        assert set(ends) == {link.get("FromRole"), link.get("ToRole")}
        assert {node.get("Type") for node in ends.values()} <= sets
    parts = [node for node in tree.iter(f"{EDM}Property") if node.get("Type").startswith("Collection(")]
    assert {node.get("Nullable") for node in parts} == {"true"}
    (function,) = tree.iter(f"{EDM}FunctionImport")
    assert (function.get("Name"), function.get("EntitySet")) == (
        "SliceLast",
        "InformationRegister_КурсыВалют",
    )


def test_rows_are_counted_apart_and_in_atom(sandbox):
    asked = "$filter=Posted eq true"
    count = len(whole(sandbox, ORDERS, asked))
    answer = sandbox.onec(f"{ORDERS}/$count?{asked}")
    assert (answer.status_code, answer.text) == (200, str(count)) and count > 0
    feed = ET.fromstring(sandbox.onec(f"{ORDERS}?{asked}&$top=1&$inlinecount=allpages").content)
    meta = "{http://schemas.microsoft.com/ado/2007/08/dataservices/metadata}count"
    assert [node.text for node in feed.iter(meta)] == [str(count)]


def test_references_are_expanded_through_lines_too(sandbox):
    partners = {row["Ref_Key"]: row for row in whole(sandbox, COUNTERPARTIES)}
    goods = {row["Ref_Key"]: row for row in whole(sandbox, "Catalog_Номенклатура")}
    rows = whole(sandbox, ORDERS, "$orderby=Ref_Key&$expand=Контрагент,Товары/Номенклатура")
    assert names(rows) == names(whole(sandbox, ORDERS))
    for row in rows:
        assert row["Контрагент"] == partners.get(row["Контрагент_Key"])
        for line in row["Товары"]:
            assert line["Номенклатура"] == goods.get(line["Номенклатура_Key"])
    cut = whole(sandbox, ORDERS, "$orderby=Ref_Key&$expand=Контрагент&$select=Ref_Key,Контрагент/Description")
    assert {tuple(row) for row in cut} == {("Ref_Key", "Контрагент")}
    assert [row["Контрагент"] and set(row["Контрагент"]) for row in cut if row["Контрагент"]] == [
        {"Description"} for row in cut if row["Контрагент"]
    ]
    tree = ET.fromstring(sandbox.onec(f"{ORDERS}?$top=1&$expand=Контрагент").content)
    assert list(tree.iter("{http://schemas.microsoft.com/ado/2007/08/dataservices/metadata}inline"))


def test_what_hangs_on_an_object_is_read_through_it(sandbox):
    order = next(row for row in whole(sandbox, ORDERS) if row["Товары"] and row["Контрагент_Key"] != EMPTY)
    path = f"{ORDERS}(guid'{order['Ref_Key']}')"
    partner = sandbox.odata(f"{path}/Контрагент")
    assert partner["Ref_Key"] == order["Контрагент_Key"]
    assert sandbox.odata(f"{path}/Товары")["value"] == order["Товары"]
    line = order["Товары"][0]
    key = f"Ref_Key=guid'{order['Ref_Key']}', LineNumber={line['LineNumber']}"
    assert sandbox.odata(f"{ORDERS}_Товары({key})")["Цена"] == line["Цена"]
    assert sandbox.onec(f"{path}/Соглашение?$format=json").status_code == 404
    assert sandbox.onec(f"{ORDERS}_Товары(guid'{order['Ref_Key']}')?$format=json").status_code == 400
    assert sandbox.onec(f"{ORDERS}(5)?$format=json").status_code == 400


def test_every_field_can_be_compared_and_sorted_by(sandbox):
    tree = ET.fromstring(sandbox.onec("$metadata").content)
    values = {"Edm.String": "''", "Edm.Double": "0", "Edm.Int64": "0", "Edm.Boolean": "true"}
    values |= {"Edm.DateTime": "datetime'2026-05-01T00:00:00'", "Edm.Guid": f"guid'{EMPTY}'"}
    for node in tree.iter(f"{EDM}EntityType"):
        for part in node.iter(f"{EDM}Property"):
            if part.get("Type") not in values:
                continue
            name, value = part.get("Name"), values[part.get("Type")]
            sign = "ne" if part.get("Type") in ("Edm.Guid", "Edm.Boolean") else "gt"
            query = f"$format=json&$top=1&$filter={name} {sign} {value}&$orderby={name} desc"
            status = sandbox.onec(f"{node.get('Name')}?{query}").status_code
            assert status == (
                400 if node.get("Name").startswith("Accumulation") and status == 400 else 200
            ), query
