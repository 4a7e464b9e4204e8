"""What a person is told of each column of the tables: an example and a sentence, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.tables.contract import TableContract
from connectors.tables.note import Note
from texts import Language

_SOURCE = Note("amocrm_main", "name of the source in the deployment file", "имя источника из файла установки")
_CHANNEL = Note("site", "key of the channel", "ключ канала")
_MONTH = Note("июнь 2026", "the month", "месяц")
_LEVEL = Note(
    "Отдел", "whose figure it is: company, department, employee", "чьё это число: компания, отдел, сотрудник"
)
_UNIT = Note(
    "Опт",
    "name or id of the department, e-mail of the employee; empty for the company",
    "название или номер отдела, e-mail сотрудника; для компании пусто",
)

TITLES: Mapping[str, str] = {
    "stages": "что означает каждый этап воронки",
    "loss_reasons": "какие причины отказа означают мусорное обращение",
    "channels": "какому каналу соответствует значение поля канала",
    "fields": "в каком поле CRM или 1С что записано",
    "employees": "какие учётные записи принадлежат одному человеку",
    "org_units": "отделы, их филиалы и руководители",
    "org_history": "кто в каком отделе работал и когда",
    "payment_forms": "какую форму оплаты означает документ или назначение платежа",
    "regions": "какой регион означает слово в поле региона или в адресе",
    "utm_channels": "какому каналу соответствует пара меток UTM",
    "lines": "какому каналу принадлежит отслеживаемый номер телефона",
    "control_points": "контрольные точки обращения и чем достигается каждая",
    "required_fields": "какие поля должны быть заполнены у сделки и с какого шага",
    "opening_customers": "клиенты, которые платили до начала загруженных платежей",
    "identity_decisions": "какие две карточки — один клиент, а какие — разные",
    "surveys": "что клиенты ответили на опросы",
    "goals": "чего достичь и к какому сроку, и от чего отсчитывать",
    "sales_plan": "месячные планы компании, отделов и сотрудников",
    "costs": "зарплата и прочие затраты месяца, без НДС",
}

_NOTES: Mapping[str, Note] = {
    "source": _SOURCE,
    "channel_key": _CHANNEL,
    "month": _MONTH,
    "unit_type": _LEVEL,
    "unit": _UNIT,
    "pipeline_id": Note("8123001", "id of the pipeline", "номер воронки в CRM"),
    "pipeline_name": Note("Основная", "its name, for people", "название воронки, для людей"),
    "stage_id": Note("68120044", "id of the stage", "номер этапа в CRM"),
    "stage_name": Note("Квалификация", "its name, for people", "название этапа, для людей"),
    "step": Note(
        "qualified",
        "funnel step: lead, qualified, meeting, offer, contract, paid, lost or junk",
        "шаг воронки: lead, qualified, meeting, offer, contract, paid, lost или junk",
    ),
    "is_won": Note("false", "the deal is won in this stage", "сделка на этом этапе выиграна"),
    "loss_reason_id": Note("19044121", "id of the loss reason", "номер причины отказа в CRM"),
    "loss_reason_name": Note("Спам", "its name, for people", "название причины, для людей"),
    "is_junk": Note("true", "the lead was no lead", "обращение было мусорным"),
    "junk_class": Note(
        "spam",
        "spam, duplicate, test, wrong_number or other; needed where is_junk is true",
        "spam, duplicate, test, wrong_number или other; нужен, если is_junk = true",
    ),
    "channel_name": Note("Сайт", "name of the channel in reports", "название канала в отчётах"),
    "entity": Note(
        "lead",
        "lead, contact, company or order",
        "lead (сделка), contact (контакт), company (компания) или order (заказ)",
    ),
    "user_name": Note("Тимур Азимов", "name, for people", "имя, для людей"),
    "unit_id": Note("512340", "id of the department", "номер отдела в системе"),
    "unit_name": Note("Опт", "name of the department in reports", "название отдела в отчётах"),
    "branch_name": Note("Москва", "branch of the department", "филиал отдела"),
    "head_email": Note("o.vetrova@sevsvet.example", "e-mail of its head", "e-mail руководителя"),
    "source_user_id": Note("202", "id of the user in that source", "номер пользователя в этой системе"),
    "email": Note("e.belova@sevsvet.example", "e-mail of the person", "e-mail человека"),
    "valid_from": Note("01.01.2026", "first day in the department", "первый день в отделе"),
    "valid_to": Note("12.04.2026", "last day; empty while it lasts", "последний день; пусто, пока работает"),
    "payment_form_key": Note("mortgage", "key of the payment form", "ключ формы оплаты"),
    "payment_form_name": Note("Ипотека", "its name in reports", "название формы в отчётах"),
    "priority": Note("20", "of two rules that fit, the lower number", "из двух правил — с меньшим числом"),
    "utm_source": Note("yandex", "mark utm_source", "метка utm_source"),
    "utm_medium": Note("cpc", "mark utm_medium; may be empty", "метка utm_medium; может быть пустой"),
    "region_key": Note(
        "ru_78",
        "key of the region: ru_ with the two digits of a Russian region, or one of your own",
        "ключ региона: ru_ и две цифры региона России или свой ключ",
    ),
    "region_name": Note(
        "Санкт-Петербург",
        "its name in reports, for a key of your own",
        "название в отчётах, если ключ свой",
    ),
    "line_number": Note("74951230078", "the number that is called", "номер, на который звонят"),
    "point": Note("classified", "key of the point", "ключ точки"),
    "point_name": Note("Классификация", "its name in reports", "название точки в отчётах"),
    "point_order": Note("2", "its place among the points", "её место среди точек"),
    "reached_by": Note(
        "step_or_later",
        "created, step, step_or_later, stage, junk, meeting or field; rows of one point are alternatives",
        "created, step, step_or_later, stage, junk, meeting или field; строки одной точки — на выбор",
    ),
    "counts": Note(
        "first", "the first time (first), or each time (each)", "первый раз (first) или каждый раз (each)"
    ),
    "tax_id": Note("7816564539", "tax id of the customer, typed as text", "ИНН клиента, ячейка — текст"),
    "record_key": Note(
        "amocrm_main:contact:63000001",
        "key of a card, as mart_identity_review shows it",
        "ключ карточки, как в mart_identity_review",
    ),
    "other_record_key": Note(
        "onec_main:counterparty:7f4e0c12", "key of the other card", "ключ другой карточки"
    ),
    "decision": Note(
        "different",
        "same: the two are one customer; different: they are not",
        "same (один) — это один клиент, different (разные) — разные",
    ),
    "note": Note("муж и жена", "why, for people; never published", "почему, для людей; не публикуется"),
    "answer_id": Note("1204", "number of the answer in the survey", "номер ответа в опросе"),
    "survey": Note(
        "nps",
        "nps: would you recommend us, 0 to 10; csat: are you satisfied, 1 to 5",
        "nps — порекомендуете ли нас, от 0 до 10; csat — довольны ли, от 1 до 5",
    ),
    "answered_on": Note("04.05.2026", "day of the answer", "день ответа"),
    "score": Note("5", "the points given", "поставленная оценка"),
    "customer": Note(
        "amocrm_main:contact:63000001",
        "key of his card, or his phone or e-mail, which are never published",
        "ключ карточки, телефон или e-mail; телефон и e-mail не публикуются",
    ),
    "deal": Note(
        "amocrm_main:31200001", "key of the deal that is asked about", "ключ сделки, о которой вопрос"
    ),
    "metric": Note("Поступления", "what is planned", "что планируется"),
    "goal": Note("Рост поступлений", "its name; one goal a name", "название; одно название — одна цель"),
    "baseline_value": Note(
        "60 000 000,00", "where it begins; a share in percent", "от чего отсчитывается; доля — в процентах"
    ),
    "baseline_from": Note(
        "01.03.2026",
        "first day of the period that the baseline was measured in",
        "первый день периода, за который измерена база",
    ),
    "baseline_to": Note("30.04.2026", "last day of that period", "последний день этого периода"),
    "target_value": Note(
        "66 000 000,00",
        "the value to reach from start to deadline, a share in percent; or growth_percent",
        "значение, которого достичь с начала до срока, доля — в процентах; или growth_percent",
    ),
    "growth_percent": Note(
        "10", "or so many percent above the baseline", "или на сколько процентов выше базы"
    ),
    "start": Note("01.05.2026", "first day that counts", "первый день, который считается"),
    "deadline": Note("30.06.2026", "last day that counts", "последний день, который считается"),
    "owner": Note("Ольга Ветрова", "who answers for it", "кто отвечает"),
    "plan": Note("1 250 000,50", "amount or number of the month", "сумма или количество на месяц"),
    "version": Note("1", "the greatest counts; empty means 1", "действует наибольшая; пусто означает 1"),
    "cost_type": Note("Зарплата", "payroll or other", "зарплата или прочее"),
    "item": Note("Аренда", "tells two costs of one kind apart", "различает две затраты одного вида"),
    "amount": Note("155 000,00", "amount of the month", "сумма за месяц"),
    "vat_basis": Note("Без НДС", "always without VAT; may be empty", "всегда без НДС; может быть пусто"),
}
_MEANINGS = (
    "channel, order_number, tax_id, kpp, deal_id, loss_reason, utm_source, utm_medium, utm_campaign, "
    "region, address, sex, birth_date, family_status, occupation"
)
_OWN: Mapping[tuple[str, str], Note] = {
    ("channels", "value"): Note(
        "Яндекс.Директ",
        "value of the channel field as the CRM writes it; * for a whole advertising account",
        "значение поля канала, как в CRM; * — весь рекламный кабинет",
    ),
    ("control_points", "value"): Note(
        "qualified",
        "the funnel step, the key of the stage, field or field=value; empty for created, junk and meeting",
        "шаг воронки, ключ этапа, поле или поле=значение; пусто для created, junk и meeting",
    ),
    ("fields", "field"): Note(
        "900210", "id, code or name of the custom field", "номер, код или название поля"
    ),
    ("fields", "meaning"): Note(
        "channel",
        f"{_MEANINGS} or industry",
        f"{_MEANINGS} или industry",
    ),
    ("goals", "metric"): Note("Поступления", "what is to be reached", "чего достичь"),
    ("required_fields", "field"): Note(
        "ERP_ORDER",
        "id, code or name of the custom field; amount for the deal's amount",
        "номер, код или название поля; amount — сумма сделки",
    ),
    ("required_fields", "step"): Note(
        "contract", "the first step that wants it", "первый шаг, с которого поле обязательно"
    ),
    ("payment_forms", "field"): Note(
        "purpose",
        "purpose: words in the payment's purpose; document: kind of the document",
        "purpose — слова в назначении платежа, document — вид документа",
    ),
    ("payment_forms", "value"): Note("ипотек", "the words, or the kind", "сами слова или вид документа"),
    ("regions", "value"): Note(
        "Питер",
        "the word, as it stands between two commas of an address or alone in a field",
        "слово, как оно стоит между запятыми в адресе или одно в поле",
    ),
}


def note_of(contract: TableContract, field: str) -> Note:
    """What is told of a column. KeyError for one that nobody described: a test holds that there is none."""
    return contract.notes.get(field) or _OWN.get((contract.stream, field)) or _NOTES[field]


def title_of(contract: TableContract, language: Language) -> str:
    """What the table says, in a language."""
    return contract.about_ru or TITLES[contract.stream] if language == "ru" else contract.about
