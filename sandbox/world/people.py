"""The outer world's customers: private persons and firms, the many ways in which their phones are typed."""

import random
from dataclasses import dataclass, field

GIVEN = (
    "Игорь", "Анна", "Пётр", "Мария", "Олег", "Елена", "Артём", "Ирина", "Лев", "Нина", "Юрий", "Вера",
    "Глеб", "Ольга", "Рустам", "Алла", "Фёдор", "Зоя", "Денис", "Ника",
)  # fmt: skip
FAMILY = (
    "Лапин", "Соколов", "Ершов", "Белкин", "Громов", "Зуев", "Котов", "Орехов", "Панин", "Рябов", "Сомов",
    "Туров", "Уткин", "Фомин", "Хромов", "Цветков", "Чижов", "Шубин", "Щукин", "Юдин",
)  # fmt: skip
FIRM_WORDS = (
    "Альфа", "Вектор", "Горизонт", "Диалог", "Заря", "Импульс", "Квант", "Лидер", "Меридиан", "Норд",
    "Орион", "Прогресс", "Радуга", "Стандарт", "Титан", "Фаворит", "Эталон", "Юпитер", "Ямал", "Форум",
)  # fmt: skip
FIRM_ENDS = ("Строй", "Торг", "Сервис", "Проект", "Монтаж", "Плюс", "Групп", "Снаб")
HOSTILE_NAMES = (
    'ООО "Рога & Копыта"', "Иван 💡 Свет", "Строка\nвторая строка", "Robert'); drop table leads;--",
    "O'Брайен, \"мл.\"", "<b>Жирный</b>", "  пробелы по краям  ", "Ёжик; с точкой, запятой", "\\обратная\\",
    "Ⅷ Ångström ﷽", "таб\tуляция", "=СУММ(A1:A9)",
)  # fmt: skip
SWITCHBOARD = "+7 (495) 120-00-00"
SHARED_EMAIL = "info@tender.example"
FIRM_FORMS = ("ООО «{}»", "АО «{}»", "ИП {}", 'ООО "{}"')


@dataclass
class Client:
    """A person or firm that may have many cards; `cards` are CRM contact ids, `accounts` ERP keys."""

    is_legal: bool
    name: str
    phones: list[str]
    emails: list[str]
    tax_id: str = ""
    kpps: tuple[str, ...] = ()
    company_id: int | None = None
    cards: list[int] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)


class Directory:
    """Makes up customers; phones and tax ids never repeat by accident."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.clients: list[Client] = []
        self.used: set[int] = set()

    def meet(self, is_legal: bool) -> Client:
        """Return a new customer."""
        client = self._firm() if is_legal else self._person()
        self.clients.append(client)
        return client

    def new_phone(self) -> str:
        """Return ten digits of a mobile phone nobody has yet."""
        return f"9{self._unused(10**9):09d}"

    def new_name(self) -> str:
        """Return a person's name; one in forty would break a careless CSV."""
        if self.rng.random() < 0.025:
            return self.rng.choice(HOSTILE_NAMES)
        return f"{self.rng.choice(GIVEN)} {self.rng.choice(FAMILY)}"

    def _unused(self, limit: int) -> int:
        while (number := self.rng.randrange(limit)) in self.used:
            pass
        self.used.add(number)
        return number

    def _person(self) -> Client:
        rng = self.rng
        phones = [self.new_phone() for _ in range(2 if rng.random() < 0.25 else 1)]
        family = [other for other in self.clients[-50:] if not other.is_legal]
        if family and rng.random() < 0.02:
            phones = [rng.choice(family).phones[0]]
        tax_id = f"77{self._unused(10**10):010d}" if rng.random() < 0.05 else ""
        return Client(False, self.new_name(), phones, self._emails(), tax_id)

    def _firm(self) -> Client:
        rng = self.rng
        name = rng.choice(FIRM_FORMS).format(rng.choice(FIRM_WORDS) + rng.choice(FIRM_ENDS))
        if rng.random() < 0.02:
            name = rng.choice(HOSTILE_NAMES)
        tax_id = f"78{self._unused(10**8):08d}"
        kpps = ("780101001", "500145002") if rng.random() < 0.12 else ("780101001",)
        return Client(True, name, [self.new_phone()], self._emails(), tax_id, kpps)

    def _emails(self) -> list[str]:
        return [f"c{self._unused(10**8)}@client.example"] if self.rng.random() < 0.6 else []


def type_phone(rng: random.Random, ten_digits: str) -> str:
    """Return a phone as somebody might type it."""
    a, b, c, d = ten_digits[:3], ten_digits[3:6], ten_digits[6:8], ten_digits[8:]
    forms = (
        f"+7 ({a}) {b}-{c}-{d}", f"8{ten_digits}", f"8 {a} {b} {c} {d}", ten_digits,
        f"+7{ten_digits}", f"7-{a}-{b}-{c}{d}",
    )  # fmt: skip
    return rng.choice(forms)


def type_email(rng: random.Random, email: str) -> str:
    """Return an e-mail as somebody might type it."""
    return rng.choice((email, email, email, email.upper(), f" {email}", email.capitalize()))
