"""Writes the keys of each publish block as dbt tests too, so that a plain `dbt build` and the gate agree.

`make dbt-tests` writes them; nights leave them out (tag `published`), because the gate judges the same rules
on the very bytes that are published.
"""

# ruff: noqa: S608 - the names come from a checked contract; what is written is read by dbt.
from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from expectations.contract import Contract

FOLDER = Path(__file__).resolve().parents[1] / "dbt_project" / "tests" / "published"
TAG = "published"
_HEAD = """\
{{{{ config(tags=['{tag}']) }}}}
-- Written by `make dbt-tests` from the publish block of {mart}: broken rules, and how many rows break each.
select broken.rule, broken.row_count
from (
{rules}
) as broken
where broken.row_count > 0
"""


def plain_test(contract: Contract) -> str:
    """The test of one mart as a dbt template: its grain, its required columns and its foreign keys."""
    rules = "\n    union all\n".join(_rules(contract))
    return _HEAD.format(tag=TAG, mart=contract.mart, rules=rules)


def plain_tests(contracts: Iterable[Contract]) -> dict[str, str]:
    """File name → text, for every mart."""
    return {f"{contract.mart}_as_published.sql": plain_test(contract) for contract in contracts}


def write_plain_tests(contracts: Iterable[Contract], folder: Path = FOLDER) -> list[str]:
    """Write the tests and remove those of marts that are gone; returns the names that changed."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = plain_tests(contracts)
    there = {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.sql")}
    for name in there.keys() - wanted.keys():
        (folder / name).unlink()
    changed = sorted(name for name, text in wanted.items() if there.get(name) != text)
    for name in changed:
        (folder / name).write_text(wanted[name], encoding="utf-8")
    return sorted({*changed, *(there.keys() - wanted.keys())})


def _rules(contract: Contract) -> Iterator[str]:
    mart = f"{{{{ ref('{contract.mart}') }}}}"
    keys = ", ".join(contract.grain)
    yield (
        f"    select 'one row per {keys}' as rule, count(*) as row_count\n"
        f"    from (select 1 as more from {mart} group by {keys} having count(*) > 1) as doubled"
    )
    for column in contract.never_null:
        yield (
            f"    select '{column} is never null' as rule, count(*) as row_count\n"
            f"    from {mart} where {column} is null"
        )
    for reference in contract.references:
        if reference.severity == "stop":
            target = f"{{{{ ref('{reference.to}') }}}}"
            pairs = zip(reference.columns, reference.target_columns, strict=True)
            joined = " and ".join(f"there.{to} = here.{of}" for of, to in pairs)
            known = " and ".join(f"here.{column} is not null" for column in reference.columns)
            yield (
                f"    select '{', '.join(reference.columns)} stands in {reference.to}' as rule, "
                f"count(*) as row_count\n"
                f"    from {mart} as here where {known}\n"
                f"        and not exists (select 1 from {target} as there where {joined})"
            )
