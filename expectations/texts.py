"""The words that all rules of the gate share, in Russian and English; those of one rule stand with it."""

from __future__ import annotations

from typing import Literal, NamedTuple

Language = Literal["ru", "en"]
LANGUAGES: tuple[Language, ...] = ("ru", "en")


class Sentences(NamedTuple):
    """What a rule is called, what is wrong when it fails, and what a person does about it."""

    title: str
    what: str
    fix: str


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
        "more": "и ещё {count}",
        "core_held": "задержана область core, с ней остаётся всё",
        "failed": "не прошли: {marts}",
        "lineage": "{mart} строится из {parent}, а область {domain} задержана",
        "stale": "устарели потоки: {streams}",
        "lost": "опубликованный файл утрачен, и до выхода области читатели не найдут таблиц: {marts}",
    },
    "en": {
        "more": "and {count} more",
        "core_held": "domain core is held and everything stays with it",
        "failed": "failed: {marts}",
        "lineage": "{mart} is built from {parent}, and domain {domain} is held",
        "stale": "stale streams: {streams}",
        "lost": "the published file is lost, and until the domain goes out readers find no table {marts}",
    },
}
