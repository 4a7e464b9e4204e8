"""The errors of the API: always an array, with a code of its own; a few answers have no body at all."""

from __future__ import annotations

from typing import Any

from sandbox.wire.exchange import Reply, encode_json

JSON = "application/json;charset=utf-8"
_MORE = "https://dev.moysklad.ru/doc/api/remap/1.2/#error_"
_KNOWN: dict[int, tuple[int, str]] = {
    1002: (404, "Неопознанный путь: {0}"),
    1005: (404, "Неизвестный тип: {0}"),
    1014: (400, "Неверное значение '{1}' параметра фильтрации '{0}'"),
    1016: (403, "Доступ запрещен: у вас нет прав на просмотр данного объекта"),
    1021: (404, "Объект с типом '{0}' и идентификатором '{1}' не найден"),
    1034: (400, "Ошибка фильтрации: {0}"),
    1035: (400, "Ошибка фильтрации: неверный формат даты параметра фильтрации"),
    1039: (405, "Операция {0} не поддерживается для данного ресурса"),
    1040: (400, "Неверно заданы параметры запроса"),
    1041: (400, "Неверное значение '{1}' параметра фильтрации '{0}', допустимые значения: '{2}'"),
    1049: (429, "Превышено ограничение на количество запросов в единицу времени"),
    1052: (400, "Неверный формат UUID"),
    1056: (401, "Ошибка аутентификации: {0}"),
    1061: (403, "Отсутствует доступ к API для данного пользователя"),
    1062: (
        400,
        "Неверное значение заголовка 'Accept'. "
        "Поддерживается только значение 'application/json;charset=utf-8'",
    ),
    1063: (
        400,
        "Ошибка сортировки: неизвестное поле '{0}' или сортировка для данного поля не поддерживается",
    ),
    1069: (400, "Ошибка запроса: несовместимые параметры запроса: '{0}'"),
    1070: (402, "Ошибка: ваш тарифный план не позволяет вам работать с данным ресурсом"),
    1073: (429, "Превышено ограничение на одновременное количество запросов"),
    1083: (500, "Ошибка при формировании результата: внутренняя ошибка сервера"),
    1088: (504, "Превышено максимальное время ответа на запрос"),
}


class Refused(Exception):
    """A request that is answered with an error; `words` fill its text, `headers` go with it."""

    def __init__(self, code: int, *words: object, headers: tuple[tuple[str, str], ...] = ()) -> None:
        """Keep what the answer says."""
        self.status, text = _KNOWN[code]
        super().__init__(text.format(*words))
        self.code, self.headers = code, headers

    def reply(self) -> Reply:
        """Give the whole answer."""
        error: dict[str, Any] = {"error": str(self), "code": self.code, "moreInfo": f"{_MORE}{self.code}"}
        return Reply(self.status, encode_json({"errors": [error]}), JSON, self.headers)
