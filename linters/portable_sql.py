"""The linter of models: SQL that would mean something else, or nothing, on the engine for larger data.

It reads the text of a model, so it cannot know types: division of whole numbers and rounding of inexact
ones are for the tests that run both engines.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

DBT_PROJECT = Path(__file__).resolve().parents[1] / "dbt_project"

_LOCAL = ("models", "marts", "local")
_LANDING = ("macros", "landing")  # the landing is found and read in each engine's own way
_STAGING = ("models", "staging")  # and so are payloads taken apart: only what differs silently counts


@dataclass(frozen=True)
class Construct:
    """What to look for, outside strings, comments and Jinja. `is_silent`: it runs elsewhere, and differs."""

    name: str
    pattern: re.Pattern[str]
    instead: str
    is_silent: bool = False


@dataclass(frozen=True)
class Complaint:
    """One place in one file. `is_warning`: an analyst's own model, which runs on this engine only."""

    file: Path
    line: int
    construct: str
    instead: str
    is_warning: bool

    def __str__(self) -> str:
        """The complaint as a line of text."""
        word = "warning" if self.is_warning else "error"
        return f"{self.file}:{self.line}: {word}: {self.construct}. Fix: {self.instead}."


def _construct(name: str, pattern: str, instead: str, *, is_silent: bool = False) -> Construct:
    return Construct(name, re.compile(pattern, re.IGNORECASE), instead, is_silent)


_MACRO = "write a macro with one body per engine and call it"
_PLACE = "number the rows with row_number() in a CTE and keep place = 1"
CONSTRUCTS = (
    _construct(
        "a difference of dates counts boundaries here and whole units elsewhere",
        r"\b(date_?diff|date_?sub|timestampdiff|age)\s*\(",
        "use days_between or seconds_between",
        is_silent=True,
    ),
    _construct(
        "days of the week are numbered differently",
        r"\b(isodow|dow|weekday|dayofweek|day_of_week_iso)\b",
        "use day_of_week, or date_trunc('week', …)",
        is_silent=True,
    ),
    _construct(
        "concat with a null is null elsewhere",
        r"\bconcat\s*\(",
        "use || over parts that are not null",
        is_silent=True,
    ),
    _construct(
        "a semi or anti join is read as a table alias elsewhere",
        r"\b(semi|anti)\s+join\b",
        "use exists, or a left join and is null",
        is_silent=True,
    ),
    _construct(
        "division by zero is infinity here and an error elsewhere",
        r"/(?!\s*(nullif\s*\(|[1-9]))",
        "divide by nullif(…, 0), or by a number",
        is_silent=True,
    ),
    _construct("whole division `//`", r"//", "use floor over a division by nullif(…, 0)"),
    _construct(
        "a median or quantile drops digits of decimals here and is approximate elsewhere",
        r"\b(median|mode|(approx_)?quantile(_cont|_disc)?|percentile_(cont|disc|approx))\s*\(",
        _MACRO,
        is_silent=True,
    ),
    _construct("qualify", r"\bqualify\b", _PLACE),
    _construct("group by all and order by all", r"\b(group|order)\s+by\s+all\b", "name the expressions"),
    _construct("distinct on", r"\bdistinct\s+on\b", _PLACE),
    _construct("union by name", r"\bby\s+name\b", "write the columns of both sides in one order"),
    _construct(
        "select *", r"\bselect\s+(distinct\s+)?(\w+\.)?\*|,\s*(\w+\.)?\*|\bcolumns\s*\(", "name the columns"
    ),
    _construct("pivot", r"\b(un)?pivot\b", "write sum(case when … end) per column"),
    _construct("asof or positional join", r"\b(asof|positional)\s+(left\s+)?join\b", "use window functions"),
    _construct("from before select", r"(^|\(|;|\bas\s+\()\s*from\b", "begin with select"),
    _construct("a comma before the end", r",\s*(\)|\bfrom\b)", "leave it out"),
    _construct("a name in double quotes", r'"', "use lower-case names without quotes"),
    _construct("ignore nulls", r"\bignore\s+nulls\b", "fill with max() over a frame that ends at the row"),
    _construct(
        "an aggregate that this engine has alone",
        r"\b(arg_(max|min)|(max|min)_by|any_value|approx_count_distinct|first|last|list|histogram)\s*\(",
        _PLACE,
    ),
    _construct(
        "an aggregate of texts or lists, whose order is lost elsewhere",
        r"\b(string_agg|array_agg|listagg|group_concat)\s*\(",
        "use joined_text",
    ),
    _construct(
        "lists and records",
        r"\blambda\b|\b(unnest|flatten|struct_pack|struct_extract|row_to_json)\s*\(|\b(list|array)_\w+\s*\(|->",
        "use explode and list_length, or take the list apart in staging",
    ),
    _construct("JSON", r"->>|\bjson_\w+\s*\(|\bfrom_json\s*\(", "take JSON apart in staging"),
    _construct(
        "regular expressions, whose escapes and flags differ",
        r"\bregexp_\w+\s*\(|\bsimilar\s+to\b|!?~\*?\s",
        _MACRO,
    ),
    _construct(
        "formatting and time zones",
        r"\b(strftime|strptime|epoch(_ms|_us|_ns)?|to_timestamp|make_(date|time|timestamp)\w*|last_day)\s*\("
        r"|\bat\s+time\s+zone\b",
        "use business_date, to_local, to_utc, or a macro of your own",
    ),
    _construct(
        "the clock of the machine",
        r"\b(now|today|get_current_time\w*)\s*\(|\bcurrent_(date|time|timestamp)\b",
        "take as_of or as_of_date from int_run",
    ),
    _construct(
        "rows out of nothing", r"\b(generate_series|range|read_\w+|glob)\s*\(", "use each_day or days_until"
    ),
    _construct(
        "a number of 32 inexact bits", r"\b(float4?|real)\b", "use double, or decimal(18, 2) for money"
    ),
    _construct("an interval without quotes", r"\binterval\s+[\dj]", "write interval '1 day'"),
    _construct("try_cast", r"\btry_cast\s*\(", "read values in staging, where unreadable ones are noted"),
)
_ORDER = Construct(
    "nulls come last here and first elsewhere",
    re.compile(r"\border\s+by\b", re.IGNORECASE),
    "write nulls last after every sort key",
    True,
)
_ESCAPE = Construct(
    "a backslash in a text is an escape elsewhere", re.compile(r"\\"), "use a class such as [0-9]", True
)
_HIDDEN = re.compile(r"\{#.*?#\}|--[^\n]*|/\*.*?\*/", re.DOTALL)
_END_OF_MACRO = re.compile(r"\{%-?\s*endmacro\s*-?%\}")
_STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_TEXT = re.compile(r"'(?:[^']|'')*'")
_ENGINE_BODY = re.compile(r"\{%-?\s*macro\s+(duckdb|postgres|spark)__.*?endmacro\s*-?%\}", re.DOTALL)
_END_OF_KEYS = re.compile(r"\b(rows|range|groups|limit|offset|union|fetch)\b", re.IGNORECASE)
_HAS_NULLS = re.compile(r"\bnulls\s+(first|last)\b", re.IGNORECASE)


def complaints_of(file: Path, text: str, project: Path = DBT_PROJECT) -> list[Complaint]:
    """Everything in one model or macro file that another engine would not understand alike, in its order."""
    place = file.relative_to(project).parts if file.is_relative_to(project) else file.parts
    if place[: len(_LANDING)] == _LANDING:
        return []
    is_staging = place[: len(_STAGING)] == _STAGING
    is_warning = place[: len(_LOCAL)] == _LOCAL
    found = [
        Complaint(file, line, construct.name, construct.instead, is_warning)
        for construct, line in _found(text)
        if construct.is_silent or not is_staging
    ]
    return sorted(found, key=lambda one: one.line)


def lint(project: Path = DBT_PROJECT) -> list[Complaint]:
    """All complaints about the models and macros of a dbt project."""
    files = [*sorted((project / "macros").rglob("*.sql")), *sorted((project / "models").rglob("*.sql"))]
    return [one for file in files for one in complaints_of(file, file.read_text(encoding="utf-8"), project)]


def _found(text: str) -> Iterator[tuple[Construct, int]]:
    readable = _END_OF_MACRO.sub(";", _without(_ENGINE_BODY, _without(_HIDDEN, text)))
    plain = _EXPRESSION.sub(
        lambda found: "jinja" + "\n" * found[0].count("\n"), _without(_STATEMENT, readable)
    )
    for found in _TEXT.finditer(plain):
        if _ESCAPE.pattern.search(found[0]):
            yield _ESCAPE, _line(plain, found.start())
    sql = _TEXT.sub(lambda found: "''" + "\n" * found[0].count("\n"), plain)
    for construct in CONSTRUCTS:
        for found in construct.pattern.finditer(sql):
            yield construct, _line(sql, found.start())
    for found in _ORDER.pattern.finditer(sql):
        for offset, key in _sort_keys(sql[found.end() :]):
            if not _HAS_NULLS.search(key):
                yield _ORDER, _line(sql, found.end() + offset + len(key) - len(key.lstrip()))


def _sort_keys(after: str) -> Iterator[tuple[int, str]]:
    """The keys of an `order by`, each with its offset; it ends with its bracket, frame or statement."""
    depth, start, end = 0, 0, len(after)
    for place, sign in enumerate(after):
        depth += (sign == "(") - (sign == ")")
        if depth < 0 or (depth == 0 and (sign == ";" or _END_OF_KEYS.match(after, place))):
            end = place
            break
        if depth == 0 and sign == ",":
            yield start, after[start:place]
            start = place + 1
    yield start, after[start:end]


def _without(pattern: re.Pattern[str], text: str) -> str:
    """The text with what fits blanked, line by line, so that lines keep their numbers."""
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def main(words: Sequence[str] | None = None) -> int:
    """Print every complaint; 1 if one of them is an error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "project", nargs="?", type=Path, default=DBT_PROJECT, help="folder of the dbt project"
    )
    complaints = lint(parser.parse_args(words).project.resolve())
    for complaint in complaints:
        print(complaint)
    errors = sum(not one.is_warning for one in complaints)
    print(f"{errors} errors, {len(complaints) - errors} warnings")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
