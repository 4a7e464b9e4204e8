"""The tables of docs/mappings.md and docs/mappings.ru.md, as the contracts and their notes give them.

`python tests/files/pages_of_tables.py` writes them anew and leaves what stands above them.
"""

from __future__ import annotations

from pathlib import Path

from connectors.tables.contract import TableContract
from connectors.tables.guide import note_of, title_of
from connectors.tables.streams import CONTRACTS
from texts import Language

DOCS = Path(__file__).parents[2] / "docs"
PAGES: dict[Language, Path] = {"en": DOCS / "mappings.md", "ru": DOCS / "mappings.ru.md"}
_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "columns": "| column | also named | may be empty | example | what it is |",
        "key": "One row for each",
        "yes": "yes",
        "no": "no",
    },
    "ru": {
        "columns": "| столбец | другие названия | может быть пустым | пример | что это |",
        "key": "Одна строка на",
        "yes": "да",
        "no": "нет",
    },
}


def sections(language: Language) -> str:
    return "\n".join(_section(one, language) for one in CONTRACTS.values())


def _section(contract: TableContract, language: Language) -> str:
    words = _WORDS[language]
    title = title_of(contract, language)
    lines = [f"## {contract.stream}", "", f"{title[0].upper()}{title[1:]}. "]
    lines[-1] += f"{words['key']} {', '.join(f'`{name}`' for name in contract.key)}."
    lines += ["", words["columns"], "|---|---|---|---|---|"]
    for column in contract.columns:
        note = note_of(contract, column.field)
        empty = words["yes"] if column.may_be_blank else words["no"]
        cells = (f"`{column.field}`", ", ".join(column.labels), empty, note.example, note.said(language))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    for language, path in PAGES.items():
        above = path.read_text(encoding="utf-8").partition("\n## ")[0]
        path.write_text(f"{above}\n{sections(language)}", encoding="utf-8")
