"""1C tells nobody what changed: nights on which documents are edited, unposted, removed, or move in lists."""

import base64

import pytest

from connectors.kit.errors import PagingLoop, UnexpectedReply, VendorUnavailable
from tests.faults.infobase import CURRENCIES, ORDERS, Answer, guid, odata_error, order


def test_the_first_night_takes_every_document_whole_and_once(nights, base):
    base.orders(*(order(number) for number in range(11)))
    receipt = nights.load()
    assert receipt.complete and receipt.rows == 11 and not receipt.warnings
    assert set(nights.alive()) == {guid(number) for number in range(11)}
    assert nights.alive()[guid(3)] == order(3)
    assert nights.rows()[0]["_version"] == order(0)["DataVersion"]


def test_a_quiet_night_fetches_nothing_but_the_lists(nights, base):
    base.orders(*(order(number) for number in range(11)))
    nights.load()
    receipt = nights.load()
    assert receipt.rows == 0 and receipt.complete
    assert all(asked.is_listing for asked in base.of(ORDERS))


def test_a_document_edited_backwards_is_fetched_although_its_date_is_old(nights, base):
    base.orders(*(order(number) for number in range(6)))
    nights.load()
    base.orders(
        order(0, version=9, amount=5.0, date="2019-01-01"), *(order(number) for number in range(1, 6))
    )
    receipt = nights.load()
    assert receipt.rows == 1
    assert nights.alive()[guid(0)]["СуммаДокумента"] == 5.0


def test_a_write_without_a_change_is_landed_once_and_versions_are_not_compared_by_order(nights, base):
    base.orders(order(1, version=300), order(2, version=7))
    nights.load()
    base.orders(order(1, version=5), order(2, version=7))
    assert nights.load().rows == 1
    assert nights.load().rows == 0


def test_a_base_that_answers_a_filter_by_key_with_nothing_is_read_another_way(nights, base):
    base.orders(*(order(number) for number in range(6)))
    nights.load()
    base.orders(*(order(number) for number in range(7)))
    nothing = Answer(200, b'{"odata.metadata": "x", "value": []}')
    base.before = lambda asked: nothing if "Ref_Key eq" in asked.params.get("$filter", "") else None
    receipt = nights.load()
    assert set(nights.alive()) == {guid(number) for number in range(7)}
    (warning,) = receipt.warnings
    assert "no rows by their keys" in warning
    assert nights.load().warnings == ()


def test_an_order_that_neither_the_filter_nor_the_pages_give_is_an_error(nights, base):
    base.orders(order(1))
    nights.load()
    base.orders(order(1), order(2))
    nothing = Answer(200, b'{"odata.metadata": "x", "value": []}')
    base.before = lambda asked: nothing if asked.params and not asked.is_listing and not asked.key else None
    with pytest.raises(UnexpectedReply, match="asked for by key"):
        nights.load()


def test_metadata_that_was_cut_is_asked_for_again(nights, base):
    base.orders(order(1))
    whole = base._metadata().encode()
    cuts = iter([Answer(200, whole[: len(whole) // 2], "application/xml")])
    base.before = lambda asked: next(cuts, None) if asked.entity_set == "$metadata" else None
    assert nights.load().complete
    assert len(base.of("$metadata")) == 2


def test_metadata_that_is_always_cut_is_named_as_such(nights, base):
    cut = Answer(200, base._metadata().encode()[:400], "application/xml")
    base.before = lambda asked: cut if asked.entity_set == "$metadata" else None
    with pytest.raises(UnexpectedReply, match="ends in the middle"):
        nights.load()


def test_an_unposted_document_stays_with_its_sums(nights, base):
    base.orders(order(1))
    nights.load()
    base.orders(order(1, version=2) | {"Posted": False, "DeletionMark": True})
    nights.load()
    assert nights.alive()[guid(1)] | {"DataVersion": ""} == order(1) | {
        "Posted": False,
        "DeletionMark": True,
        "DataVersion": "",
    }


def test_a_document_removed_for_good_is_deleted_after_being_looked_for(nights, base):
    base.orders(*(order(number) for number in range(6)))
    nights.load()
    base.remove(2)
    receipt = nights.load()
    assert receipt.deletes == 1 and set(nights.alive()) == {guid(number) for number in (0, 1, 3, 4, 5)}
    assert [asked.key for asked in base.of(ORDERS) if asked.key] == [guid(2)]


def test_a_removed_document_that_returns_lives_again(nights, base):
    base.orders(order(1), order(2))
    nights.load()
    base.remove(2)
    nights.load()
    base.orders(order(1), order(2))
    assert nights.load().rows == 1
    assert set(nights.alive()) == {guid(1), guid(2)}


def test_rows_that_move_up_while_pages_are_turned_are_not_lost(nights, base):
    """An early row is removed after page one: page two begins one row too late."""
    base.orders(*(order(number) for number in range(12)))

    def remove_after_the_first_page(asked):
        if asked.is_page and asked.params["$skip"] == "4":
            base.remove(0)

    base.before = remove_after_the_first_page
    receipt = nights.load()
    assert receipt.complete
    assert set(nights.alive()) == {guid(number) for number in range(1, 12)}


def test_a_row_missed_by_the_pages_and_by_the_first_list_is_still_found(nights, base):
    """Each time somebody removes an early row, the twelfth document slips between two pages."""
    base.orders(*(order(number) for number in range(21)))

    def remove_between_pages(asked):
        if asked.params.get("$skip") == "11" and asked.is_page:
            base.remove(0)
        if asked.params.get("$skip") == "10" and asked.is_listing:
            base.remove(1)

    base.before = remove_between_pages
    nights.load(page_size=11, listing_size=10)
    assert set(nights.alive()) == {guid(number) for number in range(2, 21)}


def test_rows_that_move_up_during_a_list_are_neither_lost_nor_deleted(nights, base):
    base.orders(*(order(number) for number in range(25)))
    nights.load()
    removed = iter([0])

    def remove_during_the_first_list(asked):
        if asked.is_listing and asked.params["$skip"] == "10":
            base.remove(next(removed, -1))

    base.before = remove_during_the_first_list
    receipt = nights.load()
    assert receipt.complete
    assert receipt.deletes == 1
    assert set(nights.alive()) == {guid(number) for number in range(1, 25)}


def test_a_document_written_while_the_night_reads_comes_with_its_last_version(nights, base):
    base.orders(*(order(number) for number in range(6)))

    def write_during_the_list(asked):
        if asked.is_listing and base.rows[ORDERS][5]["DataVersion"] == order(5)["DataVersion"]:
            base.rows[ORDERS][5] = order(5, version=2, amount=7.25)
            base.rows[ORDERS].append(order(6))

    base.before = write_during_the_list
    nights.load()
    assert nights.alive()[guid(5)]["СуммаДокумента"] == 7.25
    assert guid(6) in nights.alive()


def test_a_list_that_never_holds_still_deletes_nothing_and_is_not_called_complete(nights, base):
    base.orders(*(order(number) for number in range(25)))
    nights.load()

    def remove_something_during_each_list(asked):
        if asked.is_listing and asked.params["$skip"] == "10":
            base.rows[ORDERS].pop(0)

    base.before = remove_something_during_each_list
    with pytest.raises(VendorUnavailable, match="lost rows during each of 3 readings"):
        nights.load(listings=3)
    assert len(nights.alive()) == 25


def test_a_document_that_is_missing_in_lists_but_still_there_is_not_deleted(nights, base):
    base.orders(*(order(number) for number in range(6)))
    nights.load()
    hidden, base.rows[ORDERS] = base.rows[ORDERS][2:4], base.rows[ORDERS][:2] + base.rows[ORDERS][4:]
    by_key = {row["Ref_Key"]: row for row in hidden}

    def show_by_key_only(asked):
        return base._json(by_key[asked.key]) if asked.key in by_key else None

    base.before = show_by_key_only
    receipt = nights.load()
    assert receipt.deletes == 0 and len(nights.alive()) == 6
    assert "2 of 2 rows that the list of Document_ЗаказКлиента lacks can be had by key" in receipt.warnings[0]


def test_one_vanished_document_that_is_still_there_saves_all_that_were_not_asked_for(nights, base):
    base.orders(*(order(number) for number in range(12)))
    nights.load()
    survivor = base.rows[ORDERS][1]
    base.orders(*base.rows[ORDERS][8:])

    def show_one_by_key(asked):
        return base._json(survivor) if asked.key == survivor["Ref_Key"] else None

    base.before = show_one_by_key
    receipt = nights.load(proofs=3)
    assert receipt.deletes == 2
    assert set(nights.alive()) == {guid(1), *(guid(number) for number in range(3, 12))}


def test_many_removed_documents_are_proven_by_a_few_questions(nights, base):
    base.orders(*(order(number) for number in range(30)))
    nights.load()
    base.orders(order(0))
    receipt = nights.load(proofs=5)
    assert receipt.deletes == 29
    assert len([asked for asked in base.of(ORDERS) if asked.key]) == 5


def test_an_object_that_is_withdrawn_from_publication_is_an_error_and_no_deletion(nights, base):
    base.orders(order(1))
    nights.load()
    del base.fields[ORDERS]
    with pytest.raises(Exception, match="is not published"):
        nights.load()
    assert set(nights.alive()) == {guid(1)}


def test_a_withdrawal_in_the_middle_of_a_proof_is_no_deletion(nights, base):
    base.orders(order(1), order(2))
    nights.load()
    base.remove(2)
    base.before = lambda asked: odata_error(404, "8", "Тип сущности не найден") if asked.key else None
    assert nights.load().deletes == 0
    assert set(nights.alive()) == {guid(1), guid(2)}


def test_when_most_documents_changed_pages_are_read_in_place_of_keys(nights, base):
    base.orders(*(order(number) for number in range(300)))
    nights.load(page_size=100, listing_size=1000)
    base.orders(*(order(number, version=2) for number in range(300)))
    assert nights.load(page_size=100, listing_size=1000).rows == 300
    assert not [asked for asked in base.of(ORDERS) if "Ref_Key eq" in asked.params.get("$filter", "")]


def test_history_before_a_chosen_day_is_left_out_but_a_document_moved_into_it_is_kept(nights, base):
    base.orders(order(1, date="2025-12-31"), order(2), order(3))
    nights.settings["documents_from"] = "2026-01-01"
    nights.load()
    assert set(nights.alive()) == {guid(2), guid(3)}
    base.orders(order(1, date="2025-12-31"), order(2, version=2, date="2025-11-01"), order(3))
    receipt = nights.load()
    assert receipt.deletes == 0 and not receipt.warnings
    assert str(nights.alive()[guid(2)]["Date"]).startswith("2025-11-01")


def test_when_the_window_is_made_shorter_old_documents_stay_at_the_price_of_one_more_list(nights, base):
    old = [order(number, date="2025-06-01") for number in range(250)]
    base.orders(*old, order(900), order(901))
    nights.load(listing_size=1000, page_size=100)
    base.orders(*old[:-1], order(900))
    receipt = nights.load(documents_from="2026-01-01", listing_size=1000)
    assert receipt.deletes == 2 and not receipt.warnings
    assert set(nights.alive()) == {row["Ref_Key"] for row in base.rows[ORDERS]}
    assert len(base.of(ORDERS)) < 10


def test_a_reset_takes_everything_anew_and_still_learns_what_vanished(nights, base):
    base.orders(*(order(number) for number in range(6)))
    nights.load()
    base.remove(3)
    receipt = nights.load(reset=True)
    assert (receipt.rows, receipt.deletes) == (6, 1)
    assert set(nights.alive()) == {guid(number) for number in (0, 1, 2, 4, 5)}


def test_as_many_keys_go_into_a_filter_as_a_web_server_lets_through(nights, base):
    base.orders(*(order(number) for number in range(60)))
    nights.load()
    base.orders(*(order(number, version=2) for number in range(60)))
    nights.load(chunk=100)
    filtered = [asked for asked in base.of(ORDERS) if "$filter" in asked.params]
    assert filtered and max(len(asked.target) for asked in filtered) <= 2048
    assert max(asked.params["$filter"].count("guid'") for asked in filtered) > 10
    assert all("+" not in asked.target for asked in base.asked)


def test_a_base_that_ignores_the_filter_by_key_is_found_out(nights, base):
    base.orders(*(order(number) for number in range(6)))
    nights.load()
    base.rows[ORDERS][5] = order(5, version=2)
    base.before = lambda asked: (
        base._json({"value": base.rows[ORDERS][:1]}) if "$filter" in asked.params else None
    )
    with pytest.raises(UnexpectedReply, match="asked for rows by key and gave other ones"):
        nights.load()


def test_a_base_that_ignores_skip_does_not_keep_the_night_busy_for_ever(nights, base):
    base.orders(*(order(number) for number in range(9)))
    base.before = lambda asked: base._json({"value": base.rows[ORDERS][:4]}) if asked.is_page else None
    with pytest.raises(PagingLoop):
        nights.load()


def test_every_page_is_asked_for_in_an_order(nights, base):
    base.orders(*(order(number) for number in range(6)))
    nights.load()
    assert {asked.params["$orderby"] for asked in base.of(ORDERS)} == {"Date,Ref_Key"}


def test_money_lands_in_the_very_digits_of_the_answer(nights, base):
    base.orders(order(1))
    text = base64.b64encode((1).to_bytes(8, "big")).decode()
    sums = '"СуммаДокумента":9007199254740993.10,"LineNumber":"1"'
    row = f'{{"Ref_Key":"{guid(1)}","DataVersion":"{text}",{sums}}}'
    base.before = lambda asked: Answer(200, f'{{"value":[{row}]}}'.encode()) if asked.is_page else None
    nights.load()
    assert nights.rows()[0]["_payload"] == row


def test_a_catalog_is_read_whole_each_night_and_an_item_lost_between_pages_is_fetched_by_its_key(
    nights, base
):
    base.rows[CURRENCIES] = [
        order(number) | {"Code": f"{number:03}", "Number": "", "Description": "RUB"} for number in range(10)
    ]

    def remove_after_the_first_page(asked):
        if asked.is_page and asked.params["$skip"] == "4" and len(base.rows[CURRENCIES]) == 10:
            base.rows[CURRENCIES].pop(0)

    nights.load("currencies")
    base.before = remove_after_the_first_page
    receipt = nights.load("currencies")
    last = {row["_key"] for row in nights.rows("currencies") if row["_batch_id"] == receipt.batch_id}
    assert last >= {guid(number) for number in range(1, 10)}
    assert receipt.complete and receipt.deletes == 0
