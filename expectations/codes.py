"""What hidden codes look like inside a text, and the text without them: the SQL of `texts.harmless`."""

from __future__ import annotations

from texts.harmless import CODES, JOINERS, LINE_ENDS


def coded_sql(column: str) -> str:
    """A condition: the quoted `column` holds a code that hides, turns or forges letters."""
    return f"regexp_matches({column}, '{CODES}|{JOINERS}')"


def broken_sql(column: str) -> str:
    """A condition: the quoted `column` goes over several lines, or has a tab in it."""
    return f"regexp_matches({column}, '{LINE_ENDS}')"


def cleaned_sql(column: str) -> str:
    """An expression: the quoted `column` as `harmless` gives it."""
    one_line = f"regexp_replace({column}, '{LINE_ENDS}', ' ', 'g')"
    without = f"regexp_replace({one_line}, '{CODES}', '', 'g')"
    shown = rf"regexp_replace({without}, '{JOINERS}', '\1', 'g')"
    return f"case when {broken_sql(column)} or {coded_sql(column)} then {shown} else {column} end"
