"""What a phone or an e-mail looks like inside a text, and how the text reads without it: SQL and Python."""

from __future__ import annotations

import re

MASK = "***"
_KEY_ENDINGS = ("_key", "_id", "_ids", "_url")
_LETTERS = "A-Za-zА-Яа-яЁё"
# Between groups of digits people type spaces, wide and narrow ones too, dots, brackets and any dash.
_GAP = "[ \u00a0\u2007\u2009\u202f().\u2010-\u2015-]{0,2}"
_SURE_GAP = _GAP.replace("{0,2}", "{1,2}")
_BEFORE, _AFTER = "(^|[^0-9A-Za-z-])", "($|[^0-9A-Za-z-])"
_TAIL = f"[0-9]{{3}}{_GAP}[0-9]{{2}}{_GAP}[0-9]{{2}}"
_SPACED_TAIL = f"[0-9]{{3}}{_SURE_GAP}[0-9]{{2}}{_SURE_GAP}[0-9]{{2}}"
# A run without bound would be read once per letter of a word as long as a book.
_EMAIL = rf"()[{_LETTERS}0-9._%+-]{{1,64}}@[{_LETTERS}0-9-]+\.[{_LETTERS}0-9.-]*[{_LETTERS}]{{2,}}()"
_PHONE_WITH_PLUS = rf"()\+{_GAP}[0-9](?:{_GAP}[0-9]){{9,14}}()"
_PHONE_WITH_BRACKETS = r"(^|[^0-9])[78]? ?\([0-9]{3,4}\) ?[0-9]{2,3}[ -]?[0-9]{2}[ -]?[0-9]{2}($|[^0-9])"
_BARE_MOBILE = f"{_BEFORE}[78]{_GAP}9[0-9]{{2}}{_GAP}{_TAIL}{_AFTER}"
_SPACED_PHONE = f"{_BEFORE}(?:[78]{_SURE_GAP}[0-9]{{3}}|9[0-9]{{2}}){_SURE_GAP}{_SPACED_TAIL}{_AFTER}"
_IN_KEYS = (_EMAIL, _PHONE_WITH_PLUS, _PHONE_WITH_BRACKETS)
_IN_TEXTS = (*_IN_KEYS, _BARE_MOBILE, _SPACED_PHONE)


def is_key(column: str) -> bool:
    """True where the name says that the column names records: masked, it would name them no longer."""
    return column.endswith(_KEY_ENDINGS)


def masked(text: str) -> str:
    """The text with each phone and e-mail as three stars."""
    return _masked(text, _IN_TEXTS)


def masked_key(text: str) -> str:
    """A record's key likewise, where bare digits are its own: source ids may have eleven of them too."""
    return _masked(text, _IN_KEYS)


def found_sql(column: str, *, in_key: bool) -> str:
    """A condition: the quoted `column` holds what looks like a phone or an e-mail."""
    patterns = "|".join(f"(?:{one})" for one in (_IN_KEYS if in_key else _IN_TEXTS))
    return f"regexp_matches({column}, '{patterns}')"


def masked_sql(column: str) -> str:
    """An expression: the quoted `column` as `masked` gives it."""
    expression = column
    for pattern in (*_IN_TEXTS, *_IN_TEXTS):
        expression = rf"regexp_replace({expression}, '{pattern}', '\1{MASK}\2', 'g')"
    rest = found_sql(f"({expression})", in_key=False)
    return (
        f"case when not {found_sql(column, in_key=False)} then {column} "
        f"when {rest} then '{MASK}' else {expression} end"
    )


def _masked(text: str, patterns: tuple[str, ...]) -> str:
    # Twice: two phones share the space between them, which one round gives to the first alone.
    for pattern in (*patterns, *patterns):
        text = re.sub(pattern, rf"\1{MASK}\2", text)
    return MASK if any(re.search(pattern, text) for pattern in patterns) else text
