"""Yandex Direct's error codes and the envelope that every service puts around them."""

from __future__ import annotations

from sandbox.wire.exchange import Reply, encode_json

JSON = "application/json; charset=utf-8"
REQUEST_ID = "8695244274068608439"
NO_TOKEN, NO_RIGHTS, NO_METHOD, TOO_OFTEN, NOT_APPROVED, NO_POINTS = 53, 54, 55, 56, 58, 152
SERVER_FAULT, BAD_PARAMETERS, BAD_REQUEST, NAME_TAKEN, QUEUE_FULL = 1000, 4000, 8000, 4000, 9000
TEXTS = {
    NO_TOKEN: ("Authorization error", "Ошибка авторизации"),
    NO_RIGHTS: ("No rights", "Нет прав"),
    NO_METHOD: ("Method does not exist", "Метода не существует"),
    TOO_OFTEN: ("Exceeded the request limit for a method", "Превышен лимит запросов метода"),
    NOT_APPROVED: ("Registration is incomplete", "Незаконченная регистрация"),
    NO_POINTS: ("Not enough points", "Недостаточно баллов"),
    SERVER_FAULT: ("Internal server error", "Ошибка сервера"),
    BAD_PARAMETERS: ("Invalid request parameters", "Неверные параметры запроса"),
    BAD_REQUEST: ("Invalid request", "Некорректный запрос"),
    QUEUE_FULL: ("Report queue limit exceeded", "Превышен лимит очереди отчётов"),
}


class Declined(Exception):
    """A request that a service declines: the code and the detail of the error."""

    def __init__(self, code: int, detail: str) -> None:
        """Keep what goes into the envelope."""
        super().__init__(detail)
        self.code = code


def envelope(
    code: int,
    detail: str,
    *,
    status: int = 200,
    russian: bool = False,
    number: bool = True,
    headers: tuple[tuple[str, str], ...] = (),
) -> Reply:
    """Give an error; services other than Reports write its code as text (`number` off) under HTTP 200."""
    error = {
        "request_id": REQUEST_ID,
        "error_code": code if number else str(code),
        "error_string": TEXTS[code][russian],
        "error_detail": detail,
    }
    return Reply(status, encode_json({"error": error}), JSON, (("RequestId", REQUEST_ID), *headers))
