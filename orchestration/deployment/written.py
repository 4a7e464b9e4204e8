"""The READMEs' lists of vendors, from the declarations: `python -m orchestration.deployment.written`."""

from collections.abc import Iterator
from pathlib import Path

from connectors.catalog import declarations
from connectors.declaration import FAMILIES, Family
from texts import Language

_REPOSITORY = Path(__file__).resolve().parents[2]
README: dict[Language, Path] = {"en": _REPOSITORY / "README.md", "ru": _REPOSITORY / "README.ru.md"}
_BEGIN = (
    "<!-- sources: written from connectors/vendors/*/vendor.yml"
    " by python -m orchestration.deployment.written -->"
)
_END = "<!-- sources: end -->"
_HEAD: dict[Language, tuple[str, ...]] = {
    "en": ("kind", "source", "name in the deployment file", "what is known of it day by day"),
    "ru": ("что это", "источник", "имя в файле установки", "что из него известно по дням"),
}
_FAMILY: dict[Language, dict[Family, str]] = {
    "en": {
        "crm": "CRM",
        "telephony": "telephony",
        "marketing": "marketing",
        "erp": "ERP",
        "property": "properties of a developer",
        "manual": "tables people keep",
    },
    "ru": {
        "crm": "CRM",
        "telephony": "телефония",
        "marketing": "маркетинг",
        "erp": "учётная система",
        "property": "недвижимость застройщика",
        "manual": "таблицы, которые ведут люди",
    },
}


def readme_text(text: str, language: Language) -> str:
    """The README `text` with its list of sources written anew."""
    before, _, rest = text.partition(_BEGIN)
    return before + _BEGIN + "\n" + "".join(_table(language)) + _END + rest.partition(_END)[2]


def _table(language: Language) -> Iterator[str]:
    head = _HEAD[language]
    yield "| " + " | ".join(head) + " |\n" + "|---" * len(head) + "|\n"
    known = declarations()
    for name in sorted(known, key=lambda one: (FAMILIES.index(known[one].family), known[one].title.en)):
        one = known[name]
        title = one.title.ru if language == "ru" else one.title.en
        days = ", ".join(f"`{entity}`" for entity in one.entities) or "–"
        yield f"| {_FAMILY[language][one.family]} | {title} | `{name}` | {days} |\n"


def write() -> None:
    """Write both lists anew."""
    for language, file in README.items():
        file.write_text(readme_text(file.read_text(encoding="utf-8"), language), encoding="utf-8")


if __name__ == "__main__":
    write()
