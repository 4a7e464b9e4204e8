"""Every mart that is to be published was built; the gate says so itself, before any statement runs."""

from expectations.rule import Words
from expectations.texts import Sentences

WORDS: Words = {
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
}
