"""Writes the seeds of Russia's regions: their names, their spellings, the area codes of their landlines.

Area codes come from Google's metadata in `phonenumbers`: run this file after an update of the package.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from phonenumbers.geodata import GEOCODE_DATA

HERE = Path(__file__).parent
SUBJECTS = """
01 респ Адыгея; 02 респ Башкортостан; 03 респ Бурятия; 04 респ Алтай; 05 респ Дагестан; 06 респ Ингушетия
07 респ Кабардино-Балкарская; 08 респ Калмыкия; 09 респ Карачаево-Черкесская; 10 респ Карелия; 11 респ Коми
12 респ Марий Эл; 13 респ Мордовия; 14 респ Саха (Якутия); 15 респ Северная Осетия - Алания; 16 респ Татарстан
17 респ Тыва; 18 респ Удмуртская; 19 респ Хакасия; 20 респ Чеченская; 21 респ Чувашская
22 край Алтайский; 23 край Краснодарский; 24 край Красноярский; 25 край Приморский; 26 край Ставропольский
27 край Хабаровский; 28 обл Амурская; 29 обл Архангельская; 30 обл Астраханская; 31 обл Белгородская
32 обл Брянская; 33 обл Владимирская; 34 обл Волгоградская; 35 обл Вологодская; 36 обл Воронежская
37 обл Ивановская; 38 обл Иркутская; 39 обл Калининградская; 40 обл Калужская; 41 край Камчатский
42 обл Кемеровская; 43 обл Кировская; 44 обл Костромская; 45 обл Курганская; 46 обл Курская
47 обл Ленинградская; 48 обл Липецкая; 49 обл Магаданская; 50 обл Московская; 51 обл Мурманская
52 обл Нижегородская; 53 обл Новгородская; 54 обл Новосибирская; 55 обл Омская; 56 обл Оренбургская
57 обл Орловская; 58 обл Пензенская; 59 край Пермский; 60 обл Псковская; 61 обл Ростовская; 62 обл Рязанская
63 обл Самарская; 64 обл Саратовская; 65 обл Сахалинская; 66 обл Свердловская; 67 обл Смоленская
68 обл Тамбовская; 69 обл Тверская; 70 обл Томская; 71 обл Тульская; 72 обл Тюменская; 73 обл Ульяновская
74 обл Челябинская; 75 край Забайкальский; 76 обл Ярославская; 77 г Москва; 78 г Санкт-Петербург
79 аобл Еврейская; 83 ао Ненецкий; 86 ао Ханты-Мансийский; 87 ао Чукотский; 89 ао Ямало-Ненецкий
90 обл Запорожская; 91 респ Крым; 92 г Севастополь; 93 респ Донецкая Народная; 94 респ Луганская Народная
95 обл Херсонская
"""
SHOWN = {
    "обл": "{} область",
    "край": "{} край",
    "аобл": "{} автономная область",
    "ао": "{} автономный округ",
    "г": "{}",
}
OTHER_NAMES = {
    "07": ("кабардино-балкария",),
    "09": ("карачаево-черкесия",),
    "14": (
        "саха",
        "якутия",
        "саха /якутия/",
        "респ саха",
        "саха респ",
        "саха /якутия/ респ",
        "респ саха /якутия/",
    ),
    "15": ("северная осетия", "северная осетия-алания", "северная осетия - алания"),
    "18": ("удмуртия", "респ удмуртия"),
    "20": ("чечня",),
    "21": ("чувашия", "чувашская респ - чувашия", "респ чувашия", "чувашия респ"),
    "42": ("кузбасс", "кемеровская обл - кузбасс"),
    "77": ("мск",),
    "78": ("спб", "санкт петербург"),
    "86": ("хмао", "югра", "ханты-мансийский ао - югра", "ханты - мансийский - югра ао", "хмао-югра"),
    "89": ("янао",),
    "93": ("днр",),
    "94": ("лнр",),
}
# The metadata gives Moscow's 495 to the region around it, that region's 496 to Moscow; 733 is a town abroad.
CORRECTED = {"7495": "77", "7496": "50"}
LEFT_OUT = ("733",)


def subjects() -> list[tuple[str, str, str]]:
    """Return (two digits, kind, own name) of every region."""
    entries = (entry.strip() for line in SUBJECTS.strip().splitlines() for entry in line.split(";"))
    parts = (entry.split(" ", 2) for entry in entries)
    return [(code, kind, name) for code, kind, name in parts]


def shown_name(kind: str, name: str) -> str:
    """Return the name for reports."""
    if kind == "респ":
        return f"{name} Республика" if name.endswith("ая") else f"Республика {name}"
    return SHOWN[kind].format(name)


def spellings(code: str, kind: str, name: str) -> set[str]:
    """Return the ways to write a region, as models read an address: lower case, kinds short, no points."""
    own = name.lower().replace("ё", "е")
    found = {f"{own} {kind}", f"{kind} {own}", *OTHER_NAMES.get(code, ())}
    return found | ({own} if kind in ("респ", "г") else set())


def as_read(typed: str) -> str:
    """Return a name of the metadata as `spellings` would write it."""
    plain = "".join(char for char in unicodedata.normalize("NFD", typed) if char != "\u0301")
    words = unicodedata.normalize("NFC", plain).lower().replace(".", " ").split()
    kinds = {"область": "обл", "республика": "респ", "автономная": "а"}
    return " ".join(kinds.get(word, word) for word in words).replace("а обл", "аобл")


def area_codes(region_of: dict[str, str]) -> dict[str, str]:
    """Return the region of each four leading digits of a Russian landline, the country's 7 among them."""
    known = {
        prefix: CORRECTED.get(prefix) or region_of[as_read(names["ru"])]
        for prefix, names in GEOCODE_DATA.items()
        if prefix[:2] in ("73", "74", "78") and prefix not in LEFT_OUT
    }
    whole = {prefix: code for prefix, code in known.items() if len(prefix) == 4}
    short = {
        f"{prefix}{digit}": code for prefix, code in known.items() if len(prefix) == 3 for digit in range(10)
    }
    return short | whole


def write(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a seed, its rows in order."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(sorted(rows))


def main() -> None:
    """Write all three."""
    known = subjects()
    region_of = {typed: code for code, kind, name in known for typed in spellings(code, kind, name)}
    write(
        "regions.csv",
        ("region_key", "region_name"),
        ((f"ru_{code}", shown_name(kind, name)) for code, kind, name in known),
    )
    write(
        "region_spellings.csv",
        ("spelling", "region_key"),
        ((typed, f"ru_{code}") for typed, code in region_of.items()),
    )
    codes = area_codes(region_of)
    write(
        "area_codes.csv", ("prefix", "region_key"), ((prefix, f"ru_{code}") for prefix, code in codes.items())
    )


if __name__ == "__main__":
    main()
