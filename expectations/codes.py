"""What hidden codes look like inside a text, and the text without them: the SQL of `texts.harmless`."""

from __future__ import annotations

from texts.harmless import CODES, JOINERS, LINE_ENDS


def coded_sql(column: str) -> str:
    """A condition: the quoted `column` holds a code that hides, turns or forges letters, or a line end."""
    return f"regexp_matches({column}, '{LINE_ENDS}|{CODES}|{JOINERS}')"


def cleaned_sql(column: str) -> str:
    """An expression: the quoted `column` as `harmless` gives it."""
    one_line = f"regexp_replace({column}, '{LINE_ENDS}', ' ', 'g')"
    without = f"regexp_replace({one_line}, '{CODES}', '', 'g')"
    return (
        rf"case when {coded_sql(column)} then regexp_replace({without}, '{JOINERS}', '\1', 'g') "
        f"else {column} end"
    )
