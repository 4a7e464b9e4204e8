"""How old data are, in words, for everybody who shows a date of them."""

from datetime import timedelta

from babel.dates import format_timedelta

from texts import Language


def in_words(age: timedelta, language: Language) -> str:
    """`50 minutes`, `30 hours`, `3 days`: whole units, the greater one from two of it on; never negative.

    >>> in_words(timedelta(hours=30, minutes=5), "en")
    '30 hours'
    """
    return format_timedelta(
        max(age, timedelta(minutes=1)), granularity="minute", threshold=2, locale=language
    )
