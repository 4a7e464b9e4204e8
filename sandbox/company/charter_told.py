"""Where customers live and what they are asked: places, and the CRM's fields for the answers."""

from dataclasses import dataclass

from sandbox.company.crm_cards import FieldDefinition


@dataclass(frozen=True, slots=True)
class Place:
    """A region with its chief town; `typed`: how people write the region, `code`: of the town's landlines."""

    region: str
    town: str
    typed: tuple[str, ...]
    code: str
    post: str

    @property
    def is_town(self) -> bool:
        """A city that is a region of its own."""
        return self.region == self.town


PLACES = (
    Place("Москва", "Москва", ("Москва", "г. Москва", " москва"), "495", "101000"),
    Place("Санкт-Петербург", "Санкт-Петербург", ("Санкт-Петербург", "Питер"), "812", "190000"),
    Place(
        "Московская область", "Подольск", ("Московская область", "Московская обл.", "Подмосковье"),
        "496", "142100",
    ),
    Place("Свердловская область", "Екатеринбург", ("Свердловская обл", "свердловская обл."), "343", "620014"),
    Place("Республика Татарстан", "Казань", ("Республика Татарстан", "Татарстан"), "843", "420000"),
    Place("Краснодарский край", "Краснодар", ("Краснодарский край",), "861", "350000"),
    Place("Калининградская область", "Калининград", ("Калининградская обл.",), "401", "236000"),
)  # fmt: skip
STREETS = ("Ленинградская", "Московская", "Мира", "Гагарина", "Садовая", "Тверская")

SEXES = ("мужской", "женский")
FAMILY = ("в браке", "не в браке")
OCCUPATIONS = ("инженер", "предприниматель", "бухгалтер", "прораб", "дизайнер")
INDUSTRIES = ("строительство", "торговля", "производство", "гостиницы")

SEX_FIELD, BIRTHDAY_FIELD, FAMILY_FIELD, OCCUPATION_FIELD, REGION_FIELD = (
    800101,
    800103,
    800105,
    800107,
    800109,
)
ADDRESS_FIELD, INDUSTRY_FIELD, COMPANY_REGION_FIELD = 810003, 810105, 810107


def _choices(first: int, texts: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    return tuple((first + 2 * place, text) for place, text in enumerate(texts))


TOLD_FIELDS: dict[int, str] = {
    SEX_FIELD: "sex",
    BIRTHDAY_FIELD: "birth_date",
    FAMILY_FIELD: "family_status",
    OCCUPATION_FIELD: "occupation",
    REGION_FIELD: "region",
    ADDRESS_FIELD: "address",
    INDUSTRY_FIELD: "industry",
    COMPANY_REGION_FIELD: "region",
}
"""What stands in which field of a contact or company."""
TOLD_DEFINITIONS = (
    FieldDefinition(SEX_FIELD, "contact", "Пол", None, "select", _choices(561001, SEXES)),
    FieldDefinition(BIRTHDAY_FIELD, "contact", "Дата рождения", None, "birthday"),
    FieldDefinition(FAMILY_FIELD, "contact", "Семейное положение", None, "select", _choices(562001, FAMILY)),
    FieldDefinition(OCCUPATION_FIELD, "contact", "Род занятий", None, "text"),
    FieldDefinition(REGION_FIELD, "contact", "Регион", None, "text"),
    FieldDefinition(ADDRESS_FIELD, "company", "Адрес", "ADDRESS", "textarea"),
    FieldDefinition(INDUSTRY_FIELD, "company", "Отрасль", None, "select", _choices(563001, INDUSTRIES)),
    FieldDefinition(COMPANY_REGION_FIELD, "company", "Регион", None, "text"),
)
