"""Decisions on cards and answers to surveys are read as people type them; the rest is kept out by name."""

from connectors.tables.opening import open_table
from connectors.tables.reading import read_file
from connectors.tables.streams import CONTRACTS


def read(folder, stream, text):
    path = folder / f"{stream}.csv"
    path.write_text(text, encoding="utf-8")
    return read_file(CONTRACTS[stream], open_table(path, file=path.name))


def test_a_decision_names_two_cards_by_their_keys(tmp_path):
    reading = read(
        tmp_path,
        "identity_decisions",
        "Карточка;Другая карточка;Решение;note\n"
        "crm:contact:1;erp:counterparty:7f4e;Один;по звонку\n"
        "crm:contact:1;crm:contact:2;different;\n"
        "crm:contact:1;crm:contact:1;same;\n"
        "Иванов;crm:contact:2;same;\n"
        "crm:contact:3;crm:contact:2;возможно;\n",
    )
    assert [row.payload["decision"] for row in reading.rows] == ["same", "different"]
    assert len(reading.wrong) == 3 and "another card than record_key" in reading.wrong[0].reason


def test_points_outside_the_scale_of_their_survey_are_kept_out(tmp_path):
    reading = read(
        tmp_path,
        "surveys",
        "Номер ответа;Опрос;Дата;Оценка;Клиент\n"
        "1;Рекомендация;04.05.2026;0;8 926 000-00-01\n"
        "2;csat;2026-05-04;5;\n"
        "3;csat;04.05.2026;0;\n"
        "4;nps;04.05.2026;11;\n",
    )
    assert [(row.payload["survey"], row.payload["answered_on"]) for row in reading.rows] == [
        ("nps", "2026-05-04"),
        ("csat", "2026-05-04"),
    ]
    assert "from 1 to 5" in reading.wrong[0].reason and "from 0 to 10" in reading.wrong[1].reason
