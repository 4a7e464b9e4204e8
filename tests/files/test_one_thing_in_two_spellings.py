"""A key is unique in the spelling in which it is used: case, spaces and brackets hide no contradiction."""

from pathlib import Path

import pytest

from connectors.tables.opening import open_table
from connectors.tables.reading import FileRows, read_file, set_repeats_aside
from connectors.tables.streams import CONTRACTS

CASES = Path(__file__).parent / "cases"


def read(path: Path, stream: str) -> FileRows:
    contract = CONTRACTS[stream]
    return set_repeats_aside(contract, read_file(contract, open_table(path, file=path.name)))


def test_two_plans_of_one_person_or_one_department_contradict_whatever_the_case():
    reading = read(CASES / "case_variants.xlsx", "sales_plan")
    assert not reading.rows
    assert [wrong.payload["_row"] for wrong in reading.wrong] == [2, 3, 4, 5]
    assert all("contradicts" in wrong.reason for wrong in reading.wrong)


@pytest.mark.parametrize(
    ("stream", "text"),
    [
        ("channels", "source,value,channel_key\na,Сайт,site\na,сайт,call\n"),
        ("channels", "source,value,channel_key\na,Наш сайт,site\na,Наш  сайт,call\n"),
        ("fields", "source,entity,field,meaning\na,lead,ИНН,tax_id\na,lead,инн,channel\n"),
        ("utm_channels", "utm_source,utm_medium,channel_key\nYandex,cpc,direct\nyandex,CPC,site\n"),
        ("lines", "source,line_number,channel_key\nm,8 (495) 123-00-78,site\nm,+7 495 123-00-78,direct\n"),
        ("payment_forms", "source,field,value,payment_form_key\na,purpose,Ипотека,x\na,purpose,ипотека,y\n"),
        ("employees", "source,source_user_id,email\na,AB-1,x@a.ru\na,ab-1,y@a.ru\n"),
    ],
)
def test_every_table_names_a_contradiction_in_two_spellings_and_keeps_both_out(tmp_path, stream, text):
    (tmp_path / f"{stream}.csv").write_text(text, encoding="utf-8")
    reading = read(tmp_path / f"{stream}.csv", stream)
    assert not reading.rows
    assert ["contradicts" in wrong.reason for wrong in reading.wrong] == [True, True]


def test_the_same_said_in_two_spellings_counts_once(tmp_path):
    path = tmp_path / "channels.csv"
    path.write_text("source,value,channel_key\na,Сайт,site\na,сайт,site\n", encoding="utf-8")
    reading = read(path, "channels")
    assert [row.values["value"] for row in reading.rows] == ["Сайт"] and "repeats" in reading.wrong[0].reason


def test_a_difference_in_case_of_what_is_said_is_a_difference(tmp_path):
    path = tmp_path / "channels.csv"
    path.write_text("source,value,channel_key\na,Сайт,site\na,сайт,Site\n", encoding="utf-8")
    assert not read(path, "channels").rows
