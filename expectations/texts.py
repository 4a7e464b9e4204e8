"""The sentences in which the gate speaks to people, per rule, in Russian and English."""

# ruff: noqa: E501 - a sentence stays on one line, so that both languages can be compared.

from __future__ import annotations

from typing import Literal, NamedTuple

Language = Literal["ru", "en"]
LANGUAGES: tuple[Language, ...] = ("ru", "en")


class Sentences(NamedTuple):
    """What a rule is called, what is wrong when it fails, and what a person does about it."""

    title: str
    what: str
    fix: str


RULES: dict[str, dict[Language, Sentences]] = {
    "built": {
        "ru": Sentences(
            "Витрина построена",
            "Витрина {mart} этой ночью не построена.",
            "посмотрите ошибку dbt этой модели в журнале и исправьте её; до тех пор остаётся прежняя версия.",
        ),
        "en": Sentences(
            "The mart was built",
            "The mart {mart} was not built tonight.",
            "read the dbt error of this model in the log and correct it; the earlier version stays until then.",
        ),
    },
    "schema": {
        "ru": Sentences(
            "Колонки и типы как в контракте",
            "Колонки {mart} не те, что обещаны (есть ≠ обещано): расхождений {observed}.",
            "приведите SQL и columns в YAML витрины друг к другу; новый смысл — новая колонка.",
        ),
        "en": Sentences(
            "Columns and types as in the contract",
            "The columns of {mart} are not the promised ones (found ≠ promised): {observed} differ.",
            "bring the mart's SQL and the columns in its YAML together; a new meaning is a new column.",
        ),
    },
    "rows": {
        "ru": Sentences(
            "Витрина не пуста",
            "В {mart} нет ни одной строки.",
            "проверьте, загружены ли источники; если пустая витрина правильна, поставьте allow_empty: true.",
        ),
        "en": Sentences(
            "The mart has rows",
            "{mart} has no rows at all.",
            "check that its sources were loaded; if an empty mart is right, set allow_empty: true.",
        ),
    },
    "unique": {
        "ru": Sentences(
            "Ключ {subject} не повторяется",
            "В {mart} повторяется ключ {subject}: ключей с повторами {observed}.",
            "найдите соединение, которое размножает строки, или исправьте grain.",
        ),
        "en": Sentences(
            "The key {subject} is unique",
            "{mart} repeats its key {subject}: {observed} keys occur more than once.",
            "find the join that multiplies rows, or correct grain.",
        ),
    },
    "not_null": {
        "ru": Sentences(
            "Обязательные колонки заполнены: {subject}",
            "В {mart} пусты обязательные колонки: строк {observed}.",
            "найдите эти записи в источнике или в карантине; если пусто — правильно, уберите колонку из required.",
        ),
        "en": Sentences(
            "Required columns are filled: {subject}",
            "{mart} has empty required columns in {observed} rows.",
            "find these records in the source or in quarantine; if empty is right, drop the column from required.",
        ),
    },
    "no_collapse": {
        "ru": Sentences(
            "Витрина не обвалилась",
            "В {mart} строк {observed}, а должно быть {expected} (сравнение с опубликованной версией).",
            "проверьте, не пропала ли часть источника; если убыль правильна: voronka night --accept-loss {mart}.",
        ),
        "en": Sentences(
            "The mart did not collapse",
            "{mart} has {observed} rows where {expected} are needed (against the published version).",
            "check whether part of a source vanished; if the loss is right: voronka night --accept-loss {mart}.",
        ),
    },
    "keeps_keys": {
        "ru": Sentences(
            "Справочник не теряет ключей: {subject}",
            "Из {mart} пропали ключи {subject}, которые уже опубликованы: {observed}.",
            "верните записи (удалённые помечаются, а не исчезают) или примите потерю: voronka night --accept-loss {mart}.",
        ),
        "en": Sentences(
            "The dimension loses no key: {subject}",
            "{mart} lost keys of {subject} that are already published: {observed}.",
            "bring the records back (deleted ones are marked, not dropped) or accept the loss: voronka night --accept-loss {mart}.",
        ),
    },
    "fresh": {
        "ru": Sentences(
            "Данные свежие: {subject}",
            "{mart} опирается на устаревшие потоки (загружено по ≠ нужно не раньше, UTC): {observed}.",
            "посмотрите, почему не загрузился источник; витрина выйдет, как только он догонит.",
        ),
        "en": Sentences(
            "The data are fresh: {subject}",
            "{mart} stands on stale streams (loaded up to ≠ needed, UTC): {observed}.",
            "see why the source did not load; the mart goes out as soon as it has caught up.",
        ),
    },
    "total": {
        "ru": Sentences(
            "Итог сходится: {subject}",
            "Итог «{subject}» в {mart} не сходится (у нас ≠ там): расхождений {observed}.",
            "сверьте названные записи с другой стороной и исправьте правило или источник.",
        ),
        "en": Sentences(
            "The total agrees: {subject}",
            "The total “{subject}” of {mart} does not agree (ours ≠ theirs): {observed} differences.",
            "compare the named records with the other side and correct the rule or the source.",
        ),
    },
    "reference": {
        "ru": Sentences(
            "Ссылки на {subject} целы",
            "В {mart} есть ссылки на {subject}, которым ничего не соответствует: строк {observed}.",
            "добавьте недостающие записи в {subject} или исправьте ключ.",
        ),
        "en": Sentences(
            "References to {subject} hold",
            "{mart} refers to records that {subject} does not have: {observed} rows.",
            "add the missing records to {subject} or correct the key.",
        ),
    },
    "reference_assembled": {
        "ru": Sentences(
            "Новая и прежняя версии стыкуются: {subject}",
            "Если выпустить {mart}, связь {subject} между новой и прежней версиями рвётся: строк {observed}.",
            "сначала почините задержанную область или верните пропавшие ключи.",
        ),
        "en": Sentences(
            "New and carried-over versions fit: {subject}",
            "If {mart} went out, the link {subject} between new and earlier versions would break: {observed} rows.",
            "repair the held domain first, or bring the lost keys back.",
        ),
    },
    "conservation": {
        "ru": Sentences(
            "Закон сохранения воронки",
            "В {mart} «стояло + вошло − вышло» не равно «стоит» (стоит ≠ должно): ячеек {observed}.",
            "откройте названные ячейки: переход потерян, посчитан дважды или попал в другую ячейку.",
        ),
        "en": Sentences(
            "Conservation of the funnel",
            "In {mart} “stood + entered − left” is not “stands” (stands ≠ should): {observed} cells.",
            "open the named cells: a move was lost, counted twice or put into another cell.",
        ),
    },
    "check": {
        "ru": Sentences(
            "Проверка «{subject}»",
            "Проверка «{subject}» витрины {mart}: строк {observed}.",
            "см. названные записи.",
        ),
        "en": Sentences(
            "Check “{subject}”", "Check “{subject}” of {mart}: {observed} rows.", "see the named records."
        ),
    },
    "personal_data": {
        "ru": Sentences(
            "Нет телефонов и почты клиентов",
            "В {mart} похоже на телефоны или почту (запись: колонка): {observed}.",
            "телефон или почта не могут быть ключом: постройте ключ из номера записи; рабочую почту сотрудников перечислите в pii.",
        ),
        "en": Sentences(
            "No customers' phones or e-mails",
            "{mart} seems to hold phones or e-mails (record: column): {observed}.",
            "a phone or an e-mail cannot be a key: make the key of the record's id; list employees' business e-mail columns in pii.",
        ),
    },
    "masked": {
        "ru": Sentences(
            "Телефоны и почта, скрытые в {subject}",
            "В {mart} скрыты звёздочками телефоны или почта, вписанные в {subject}: ячеек {observed}.",
            "исправьте название в системе, где его набрали: контактам место в полях для телефона и почты.",
        ),
        "en": Sentences(
            "Phones and e-mails masked in {subject}",
            "{mart} shows stars for phones or e-mails typed into {subject}: {observed} cells.",
            "correct the name in the system where it was typed: phones and e-mails have fields of their own.",
        ),
    },
    "cleaned": {
        "ru": Sentences(
            "Скрытые знаки, убранные из {subject}",
            "В {mart} из {subject} убраны скрытые знаки, которые прячут или переворачивают буквы: ячеек {observed}.",
            "наберите название заново в системе, откуда оно пришло: вместе со скопированным текстом попали лишние знаки.",
        ),
        "en": Sentences(
            "Hidden codes removed from {subject}",
            "{mart} shows {subject} without the hidden codes that hide or turn letters: {observed} cells.",
            "type the name anew in the system it comes from: a copied text brought the codes along.",
        ),
    },
    "described": {
        "ru": Sentences(
            "Каждая колонка описана",
            "В {mart} нет описания колонок: {observed}.",
            "допишите description в YAML: его увидят в BI.",
        ),
        "en": Sentences(
            "Every column is described",
            "{mart} has columns without a description: {observed}.",
            "add description in the YAML: it is what people see in BI.",
        ),
    },
    "suite": {
        "ru": Sentences(
            "Ожидание {subject}",
            "Ожидание {subject} витрины {mart} не выполнено: {observed}.",
            "см. expectations/suites/{mart}.yml и отчёт Data Docs.",
        ),
        "en": Sentences(
            "Expectation {subject}",
            "The expectation {subject} of {mart} is not met: {observed}.",
            "see expectations/suites/{mart}.yml and the Data Docs page.",
        ),
    },
}

BROKEN: dict[Language, Sentences] = {
    "ru": Sentences(
        "",
        "Правило {mart} не удалось проверить: {error}",
        "исправьте выражение этого правила в YAML витрины.",
    ),
    "en": Sentences(
        "",
        "A rule of {mart} could not be checked: {error}",
        "correct this rule's expression in the mart's YAML.",
    ),
}

WORDS: dict[Language, dict[str, str]] = {
    "ru": {
        "stop": "стоп",
        "warn": "предупреждение",
        "ok": "в порядке",
        "held": "задержана",
        "goes": "можно публиковать",
        "warnings": "предупреждений: {count}",
        "stops": "нарушений: {count}",
        "more": "и ещё {count}",
        "core_held": "задержана область core, с ней остаётся всё",
        "failed": "не прошли: {marts}",
        "lineage": "{mart} строится из {parent}, а область {domain} задержана",
        "stale": "устарели потоки: {streams}",
        "lost": "опубликованный файл утрачен, и до выхода области читатели не найдут таблиц: {marts}",
    },
    "en": {
        "stop": "stop",
        "warn": "warning",
        "ok": "in order",
        "held": "held",
        "goes": "may go out",
        "warnings": "warnings: {count}",
        "stops": "violations: {count}",
        "more": "and {count} more",
        "core_held": "domain core is held and everything stays with it",
        "failed": "failed: {marts}",
        "lineage": "{mart} is built from {parent}, and domain {domain} is held",
        "stale": "stale streams: {streams}",
        "lost": "the published file is lost, and until the domain goes out readers find no table {marts}",
    },
}
