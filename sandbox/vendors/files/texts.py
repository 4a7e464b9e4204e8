"""The tables that people keep as text: decisions on cards, answers to surveys."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sandbox.company.company import CardName, Company
from sandbox.company.crm_cards import Lead
from sandbox.company.layout import Crm, Erp
from sandbox.company.passages import passage_of
from sandbox.company.split import crm_of, holdings

_SOURCE: dict[Crm, str] = {"amocrm": "amocrm_main", "bitrix24": "bitrix24_main"}
_ERP: dict[Erp, str] = {
    "onec": "onec_main",
    "moysklad": "moysklad_main",
    "sales_doctor": "sales_doctor_main",
    "field_tables": "field_main",
}


@dataclass(frozen=True)
class Sheet:
    """A table kept as text; `rows` are those that have been typed by an instant."""

    file: str
    headers: tuple[str, ...]
    rows: Callable[[Company, datetime], Iterator[tuple[str, ...]]]


def _decided(company: Company, at: datetime) -> Iterator[tuple[str, ...]]:
    for one in company.decisions:
        if one.published_at <= at:
            yield card_key(company, one.card), card_key(company, one.other), one.decision, "по звонку"


def _answered(company: Company, at: datetime) -> Iterator[tuple[str, ...]]:
    leads = {lead.id: lead for lead in company.leads}
    for one in company.answers:
        if one.published_at <= at:
            who, deal = one.customer, "" if one.lead_id is None else _deal_key(company, leads[one.lead_id])
            customer = card_key(company, who) if isinstance(who, CardName) else who or ""
            yield one.id, one.survey, one.answered_on.strftime("%d.%m.%Y"), str(one.score), customer, deal


def _deal_key(company: Company, lead: Lead) -> str:
    passage = passage_of(company, lead)
    id_ = f"L{passage.lead_id}" if passage.as_lead else str(lead.id)
    return f"{_SOURCE[crm_of(company, lead)]}:{id_}"


def card_key(company: Company, card: CardName) -> str:
    """Return the key of a card as the installation writes it: of a card in two CRMs, that of the first."""
    if card.entity == "counterparty":
        return f"{_ERP[company.layout.erp]}:counterparty:{card.id}"
    crm = holdings(company).home(card.entity, int(card.id))
    return f"{_SOURCE[crm]}:{card.entity}:{card.id}"


ANSWERS = Sheet("surveys.csv", ("Номер ответа", "Опрос", "Дата", "Оценка", "Клиент", "Сделка"), _answered)
DECISIONS = Sheet("identity_decisions.csv", ("Карточка", "Другая карточка", "Решение", "note"), _decided)


def write_sheet(sheet: Sheet, company: Company, folder: Path, *, at: datetime) -> None:
    """Bring a table to what people have typed by `at`: one file, swapped in whole."""
    folder.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    typed = csv.writer(text, delimiter=";", lineterminator="\r\n")
    typed.writerow(sheet.headers)
    typed.writerows(sheet.rows(company, at))
    aside = folder / f".{sheet.file}.part"
    aside.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    aside.replace(folder / sheet.file)
