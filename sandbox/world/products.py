"""The price list: folders three levels deep and what lies in them."""

import uuid
from decimal import Decimal

from sandbox.company.erp_records import Product

TREE: dict[str, dict[str, tuple[str, ...]]] = {
    "Освещение": {
        "Светильники": ("Светильник LED-40", "Светильник LED-60", 'Светильник "Ночь" 2×18', "Панель 600×600"),
        "Лампы": ("Лампа E27 12 Вт", "Лампа E14 7 Вт", "Лампа GU10 5 Вт"),
        "Уличный свет": ("Прожектор 50 Вт", "Прожектор 100 Вт", "Столб 4 м", "Гирлянда; 10 м"),
    },
    "Электрика": {
        "Кабель": ("Кабель ВВГ 3×1,5", "Кабель ВВГ 3×2,5", "Провод ПВС 2×0,75"),
        "Щиты": ("Щит на 12 модулей", "Щит на 24 модуля", "Автомат 16 А"),
    },
    "Услуги": {"Проект": ("Проект освещения",), "Монтаж": ("Монтаж светильника", "Выезд инженера")},
}


def list_products() -> tuple[Product, ...]:
    """Return the whole catalogue, folders before what they hold."""
    found: list[Product] = []
    for top, folders in TREE.items():
        parent = _add(found, top, None, True)
        for folder, goods in folders.items():
            shelf = _add(found, folder, parent, True)
            for name in goods:
                _add(found, name, shelf, False)
    _add(found, "Товар без папки", None, False)
    return tuple(found)


def _add(found: list[Product], name: str, parent: str | None, is_folder: bool) -> str:
    number = len(found) + 1
    key = str(uuid.uuid5(uuid.NAMESPACE_URL, f"sevsvet/product/{number}"))
    sku = "" if is_folder else f"SS-{number:04d}"
    price = Decimal(0) if is_folder else Decimal(number * 1370 + 990) / 100
    found.append(Product(key, f"00-{number:08d}", name, sku, is_folder, parent, price))
    return key
