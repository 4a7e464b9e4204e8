"""How 1C says no, and how it breaks: what a person is told, what is tried again, what is never shown."""

import base64
import json
import threading

import pytest

from connectors.kit.errors import AccessDenied, SettingsError, UnexpectedReply, VendorUnavailable
from connectors.kit.settings import settings_of
from connectors.vendors.onec.complaints import read_complaint
from connectors.vendors.onec.connector import OneCSettings
from connectors.vendors.onec.metadata import NotMetadata, read_metadata
from tests.faults.infobase import CURRENCIES, ORDERS, PASSWORD, Answer, guid, odata_error, order
from texts.redaction import Redactor

OUT_OF_MEMORY = odata_error(500, "-1", "Недостаточно памяти для получения результата запроса к базе данных")
LOGIN_PAGE = Answer(200, b"<!DOCTYPE html><html><title>Sign in</title><form>...</form></html>", "text/html")


def fails_above(rows):
    """The base runs out of memory on larger pages of whole documents."""

    def before(asked):
        heavy = not asked.is_listing and int(asked.params.get("$top", 0)) > rows
        return OUT_OF_MEMORY if heavy else None

    return before


def test_a_page_too_large_for_the_base_is_asked_for_again_in_smaller_ones(nights, base):
    base.orders(*(order(number) for number in range(20)))
    base.before = fails_above(rows=3)
    receipt = nights.load(page_size=16)
    assert receipt.complete and len(nights.alive()) == 20
    assert [asked.params["$top"] for asked in base.of(ORDERS)][:4] == ["16", "16", "4", "4"]


def test_pages_grow_again_when_only_one_document_was_too_large(nights, base):
    base.orders(*(order(number) for number in range(60)))

    def fat_third_document(asked):
        first, count = int(asked.params.get("$skip", 0)), int(asked.params.get("$top", 0))
        return OUT_OF_MEMORY if asked.is_page and first <= 3 < first + count and count > 1 else None

    base.before = fat_third_document
    nights.load(page_size=16)
    sizes = [int(asked.params["$top"]) for asked in base.of(ORDERS) if asked.is_page]
    assert min(sizes) == 1 and sizes[-1] > 1
    assert len(nights.alive()) == 60


def test_a_base_that_never_bears_large_pages_is_asked_for_them_ever_more_rarely(nights, base):
    base.orders(*(order(number) for number in range(400)))
    base.before = fails_above(rows=4)
    nights.load(page_size=16, listing_size=1000)
    refused = [asked for asked in base.of(ORDERS) if asked.is_page and int(asked.params["$top"]) > 4]
    assert len(nights.alive()) == 400 and len(refused) <= 14


def test_a_chunk_of_fat_documents_is_halved(nights, base):
    base.orders(*(order(number) for number in range(8)))
    nights.load()
    base.orders(*(order(number, version=2) for number in range(8)))
    base.before = fails_above(rows=2)
    assert nights.load(chunk=8).rows == 8


def test_an_answer_that_does_not_come_in_time_is_asked_for_in_smaller_pages(nights, base):
    base.orders(*(order(number) for number in range(8)))
    release = threading.Event()

    def hang_on_large_pages(asked):
        if asked.is_page and int(asked.params["$top"]) > 2:
            release.wait(1.0)

    base.before = hang_on_large_pages
    receipt = nights.load(page_size=8, read_timeout=0.2)
    release.set()
    assert receipt.complete and len(nights.alive()) == 8


def test_a_base_that_cannot_give_even_one_row_leaves_what_was_read_and_says_so(nights, base):
    base.orders(*(order(number) for number in range(8)))
    base.before = lambda asked: OUT_OF_MEMORY if asked.is_page and asked.params["$skip"] != "0" else None
    with pytest.raises(VendorUnavailable, match="Недостаточно памяти") as failed:
        nights.load()
    assert failed.value.retryable and "technological journal" in failed.value.fix
    assert len(nights.alive()) == 4
    (batch,) = nights.landing.batches("onec_main", "orders")
    assert not batch.complete
    base.before = lambda asked: None
    assert nights.load().rows == 4


def test_a_wrong_password_is_not_tried_twice_and_never_shown(nights, base):
    with pytest.raises(AccessDenied) as denied:
        nights.load(password="другой-секрет")
    assert len(base.asked) == 1
    told = str(denied.value)
    assert "401" in told and "`user` and `password`" in told
    encoded = base64.b64encode("Робот отчётов:другой-секрет".encode()).decode()
    assert "другой-секрет" not in told and encoded not in told and PASSWORD not in told


def test_an_object_that_is_not_published_is_named_with_who_has_to_act(nights, base):
    with pytest.raises(AccessDenied) as denied:
        nights.load("payments_bank")
    assert denied.value.what == "Document_ПоступлениеБезналичныхДенежныхСредств is not published by the base"
    assert "«Настройка стандартного интерфейса OData»" in denied.value.fix
    assert len(base.asked) == 1


def test_a_base_of_the_accounting_family_is_recognised(nights, base):
    del base.fields[ORDERS]
    base.fields["Document_ПоступлениеНаРасчетныйСчет"] = ["Ref_Key"]
    with pytest.raises(AccessDenied, match="Бухгалтерия"):
        nights.load()


def test_a_field_renamed_by_an_update_is_a_warning_in_the_batch(nights, base):
    base.orders(order(1))
    kept = ("СуммаДокумента", "ДополнительныеРеквизиты")
    base.fields[ORDERS] = [name for name in base.fields[ORDERS] if not name.startswith(kept)]
    receipt = nights.load()
    assert receipt.warnings == (
        "Document_ЗаказКлиента lacks СуммаДокумента, ДополнительныеРеквизиты/Свойство_Key, "
        "ДополнительныеРеквизиты/Значение in this base",
    )
    assert nights.landing.batches("onec_main", "orders")[0].warnings == list(receipt.warnings)
    assert nights.landing.batches("onec_main", "orders")[0].mode == "dates in Europe/Moscow"


def test_an_object_without_versions_cannot_be_swept_and_is_refused(nights, base):
    base.fields[ORDERS] = [name for name in base.fields[ORDERS] if name != "DataVersion"]
    with pytest.raises(UnexpectedReply, match="has no DataVersion"):
        nights.load()


def test_the_metadata_of_a_base_is_asked_for_once_for_all_its_streams(nights, base):
    onec = nights.connector()
    nights.connector = lambda **changed: onec
    nights.load("orders")
    nights.load("currencies")
    assert not [asked for asked in base.asked if asked.entity_set == "$metadata"]


def test_rows_hidden_by_record_level_rights_are_an_error_that_names_the_way_out(nights, base):
    base.orders(order(1))
    base.before = lambda asked: (
        odata_error(500, "20", "Нарушение прав доступа!")
        if asked.entity_set == ORDERS and asked.params.get("allowedOnly") != "true"
        else None
    )
    with pytest.raises(AccessDenied, match="Нарушение прав доступа") as denied:
        nights.load()
    assert "allowed_only" in denied.value.fix
    assert len(base.of(ORDERS)) == 1
    assert nights.load(allowed_only=True).rows == 1
    assert all(asked.params["allowedOnly"] == "true" for asked in base.of(ORDERS))


@pytest.mark.parametrize("status", [401, 403, 400, 405, 501])
def test_a_refusal_for_good_is_asked_for_once(nights, base, status):
    base.before = lambda asked: Answer(status, b"") if asked.is_page else None
    with pytest.raises((AccessDenied, UnexpectedReply)):
        nights.load()
    assert len(base.of(ORDERS)) == 1


def test_the_login_page_of_a_proxy_is_not_data(nights, base):
    base.before = lambda asked: LOGIN_PAGE
    with pytest.raises(AccessDenied, match="another kind of page") as denied:
        nights.load()
    assert "proxy" in denied.value.fix and len(base.asked) == 1


def test_a_login_page_in_the_middle_of_a_list_deletes_nothing(nights, base):
    base.orders(*(order(number) for number in range(25)))
    nights.load()
    base.before = lambda asked: LOGIN_PAGE if asked.params.get("$skip") == "10" else None
    with pytest.raises(AccessDenied):
        nights.load()
    assert len(nights.alive()) == 25


def test_a_redirect_is_not_followed_with_our_password(nights, base):
    base.before = lambda asked: Answer(302, b"")
    with pytest.raises(AccessDenied, match="answered 302") as denied:
        nights.load()
    assert "base_url" in denied.value.fix


def test_a_404_of_the_web_server_is_told_from_one_of_the_base(nights, base):
    page = Answer(404, b"<html><title>404</title><h1>Not Found</h1></html>", "text/html")
    base.before = lambda asked: page
    with pytest.raises(AccessDenied, match="Not Found") as denied:
        nights.load()
    assert "base_url" in denied.value.fix


def test_atom_in_place_of_json_is_not_understood_and_not_taken_for_nothing(nights, base):
    base.before = lambda asked: Answer(200, b'<?xml version="1.0"?><feed/>') if asked.is_page else None
    with pytest.raises(UnexpectedReply):
        nights.load()


def test_a_cut_answer_is_asked_for_again(nights, base):
    base.orders(*(order(number) for number in range(3)))
    cut = iter([True])

    def cut_once(asked):
        if asked.is_page and next(cut, False):
            return Answer(200, b'{"value":[{"Ref_Key":"' + guid(0).encode())
        return None

    base.before = cut_once
    assert nights.load().rows == 3


def test_a_row_without_its_key_is_kept_aside_and_the_others_land(nights, base):
    base.orders(order(1), order(2) | {"Ref_Key": ""})
    receipt = nights.load()
    assert (receipt.rows, receipt.quarantined) == (1, 1)


def test_two_streams_of_one_base_never_ask_at_once(nights, base):
    base.orders(*(order(number) for number in range(20)))
    base.rows[CURRENCIES] = [order(number) | {"Code": "643", "Description": "RUB"} for number in range(20)]
    base.before = lambda asked: threading.Event().wait(0.005) and None
    both = [threading.Thread(target=nights.load, args=(stream,)) for stream in ("orders", "currencies")]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len(nights.alive()) == len(nights.alive("currencies")) == 20
    assert base.most_at_once == 1


def _nested(*texts):
    body = None
    for text in reversed(texts):
        body = {"clsid": "580392e6", "stack": "0x00007ff8a1", "descr": text, "inner": body}
    return json.dumps({"exception": body}, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("body", "code", "text"),
    [
        (odata_error(404, "9", "Экземпляр сущности\r\nне найден").body, "9", "Экземпляр сущности не найден"),
        (
            b'\xef\xbb\xbf{"odata.error":{"code":"-1","message":{"lang":"en","value":"Internal error"}}}',
            "-1",
            "Internal error",
        ),
        (
            '<m:error xmlns:m="http://x"><m:code>8</m:code><m:message xml:lang="ru">Тип &lt;X&gt;</m:message>'
            "</m:error>".encode(),
            "8",
            "Тип <X>",
        ),
        (
            _nested(
                "HTTP: Internal Server Error\nОшибка запроса", "Недостаточно памяти", "Недостаточно памяти"
            ),
            "",
            "Недостаточно памяти",
        ),
        (
            _nested("HTTP: Forbidden", base64.b64encode("Строка\x01 с управляющим знаком".encode()).decode()),
            "",
            "Строка с управляющим знаком",
        ),
        (_nested("HTTP: Forbidden"), "", "HTTP: Forbidden"),
        (
            b"<!DOCTYPE HTML><html><head><title>1C:Enterprise 8 application error</title></head><body>"
            b"<h2>1C:Enterprise 8 application error:</h2>Unrecoverable error<br><b>by reason: </b><br>"
            b"The device is full &apos;/v8_x.tmp&apos;. 28(0x0000001C): No space left</body></html>",
            "",
            "The device is full '/v8_x.tmp'. 28(0x0000001C): No space left",
        ),
        (
            b"1C:Enterprise 8 application error:\nUnrecoverable",
            "",
            "1C:Enterprise 8 application error: Unrecoverable",
        ),
        (b'{"odata.error": "cut', "", '{"odata.error": "cut'),
        (b"[1]", "", "[1]"),
        (b"", "", ""),
    ],
)
def test_every_kind_of_refusal_becomes_one_readable_line(body, code, text):
    complaint = read_complaint(body)
    assert (complaint.code, complaint.text) == (code, text)


def test_a_refusal_is_never_longer_than_a_line():
    said = read_complaint(odata_error(500, "-1", "стек " * 1000).body).text
    assert len(Redactor().quote(said)) == 300


def test_metadata_tells_fields_of_tabular_parts_and_what_else_is_published(base):
    published = read_metadata(base._metadata().encode(), [ORDERS, "Catalog_Партнеры"])
    assert "ЭтапыГрафикаОплаты/СуммаПлатежа" in published.fields[ORDERS]
    assert published.others == {CURRENCIES} and "Catalog_Партнеры" not in published.fields
    with pytest.raises(NotMetadata):
        read_metadata(b"<html/>", [ORDERS])
    with pytest.raises(NotMetadata):
        read_metadata(b'<edmx:Edmx xmlns:edmx="x"><cut', [ORDERS])


@pytest.mark.parametrize(
    ("wrong", "setting"),
    [
        ({"base_url": "erp.example.ru/ut"}, "onec_main.base_url"),
        ({"base_url": "https://erp.example.ru/ut/odata/standard.odata?x=1"}, "onec_main.base_url"),
        ({"timezone": "Moscow"}, "onec_main.timezone"),
        ({"pasword": "x"}, "onec_main.pasword"),
    ],
)
def test_a_wrong_setting_is_named(wrong, setting):
    right = {
        "base_url": "https://erp.example.ru/ut/odata/standard.odata/",
        "user": "Робот",
        "password": "тайна",
    }
    with pytest.raises(SettingsError, match=setting) as refused:
        settings_of(OneCSettings, "onec_main", right | wrong)
    assert "тайна" not in str(refused.value)
