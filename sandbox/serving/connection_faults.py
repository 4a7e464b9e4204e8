"""Faults that do not need the vendor: what a proxy, a network or an overloaded front would answer instead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from sandbox.vendors.bitrix24 import declared as bitrix24
from sandbox.vendors.mango_office import codes as mango_codes
from sandbox.vendors.yandex_direct import codes as direct_codes
from sandbox.wire.exchange import Ask, Reply, encode_json
from sandbox.wire.faults import REPLY_FAULTS, Fault

LOGIN_PAGE = """<!DOCTYPE html>
<html><head><title>Вход</title></head>
<body><form action="/login" method="post"><input name="user"><input name="password" type="password">
<button>Войти</button></form></body></html>"""
_STATUSES = {"token_expired": 401, "payment_required": 402, "forbidden": 403, "rate_limited": 429}
_AMO_DETAIL = {
    401: ("Unauthorized", "Token has expired"),
    402: ("Payment Required", "Account subscription expired"),
    403: ("Forbidden", "Account or IP address is blocked"),
    429: ("Too Many Requests", "Request limit exceeded"),
}
_ONEC_TEXT = {
    401: "Неавторизованный доступ",
    402: "Оплаченный период закончился",
    403: "Нарушение прав доступа!",
    429: "Слишком много запросов",
}
_DIRECT = {
    401: (direct_codes.NO_TOKEN, "Invalid OAuth token"),
    402: (direct_codes.NO_POINTS, "Not enough points to perform the operation"),
    403: (direct_codes.NOT_APPROVED, "The application has no approved access to the API"),
    429: (direct_codes.TOO_OFTEN, "Try again later"),
}
Headers = tuple[tuple[str, str], ...]


def instead(ask: Ask, now: datetime) -> Reply | None:
    """Give the answer that a fault in force puts in place of the vendor's, None where there is none."""
    fault = next((fault for fault in ask.faults if fault.fault in REPLY_FAULTS), None)
    if fault is None:
        return None
    fault.spend()
    if fault.fault == "html_page":
        return Reply(200, LOGIN_PAGE.encode(), "text/html; charset=utf-8")
    if fault.fault == "http_500":
        return _broken(fault)
    if fault.fault == "http_503_retry_after":
        return Reply(503, b"Service Unavailable", "text/plain", _wait(fault, now, usual=2))
    status = _STATUSES[fault.fault]
    return _refusal(ask, fault, status, _wait(fault, now, usual=None) if status == 429 else ())


def _wait(fault: Fault, now: datetime, *, usual: int | None) -> Headers:
    pause = usual if fault.retry_after is None else fault.retry_after
    if pause is None:
        return ()
    moment = now.astimezone(UTC) + timedelta(seconds=pause)
    text = format_datetime(moment, usegmt=True) if fault.retry_after_form == "date" else str(pause)
    return (("Retry-After", text),)


def _broken(fault: Fault) -> Reply:
    if fault.vendor == "onec" and fault.body == "json":
        descr = "Ошибка при выполнении запроса: исчерпано место во временном каталоге сервера"
        content = {"exception": {"clsid": "580392e6", "descr": descr, "inner": {"descr": "stack 0x7f3c01"}}}
        return Reply(500, encode_json(content), "application/json;charset=utf-8")
    if fault.vendor == "mango" and fault.body == "json":
        return mango_codes.refused(mango_codes.SERVER_FAULT, status=500)
    if fault.vendor == "direct" and fault.body == "json":
        return direct_codes.envelope(direct_codes.SERVER_FAULT, "Try again later", status=500)
    page = "<html><head><title>500</title></head><body><h1>500 Internal Server Error</h1></body></html>"
    return Reply(500, page.encode(), "text/html; charset=utf-8")


def _refusal(ask: Ask, fault: Fault, status: int, headers: Headers) -> Reply:
    title, detail = _AMO_DETAIL[status]
    if fault.vendor == "bitrix24" and fault.body == "json":
        return bitrix24.refusal(status)
    if fault.body != "json":
        return Reply(status, f"{title}\n".encode(), "text/plain; charset=utf-8", headers)
    if fault.vendor == "mango":
        return _mango_refusal(status, headers)
    if fault.vendor == "direct":
        return _direct_refusal(status, headers, is_report=ask.path.endswith("/reports"))
    if fault.vendor == "onec":
        message = {"lang": "ru", "value": _ONEC_TEXT[status]}
        body = encode_json({"odata.error": {"code": "-1", "message": message}})
        return Reply(status, body, "application/json;charset=utf-8", headers)
    content = {"title": title, "type": f"https://httpstatus.es/{status}", "status": status, "detail": detail}
    return Reply(status, encode_json(content), "application/problem+json", headers)


def _mango_refusal(status: int, headers: Headers) -> Reply:
    if status == 429:
        return mango_codes.too_fast(headers)
    if status == 401:
        return mango_codes.shut_out()
    return mango_codes.refused(mango_codes.NO_MONEY if status == 402 else mango_codes.NO_RIGHT)


def _direct_refusal(status: int, headers: Headers, *, is_report: bool) -> Reply:
    code, detail = _DIRECT[status]
    spent = (("Units", "0/12/64000"),) if code == direct_codes.NO_POINTS else ()
    return direct_codes.envelope(
        code, detail, status=400 if is_report else 200, number=is_report, headers=(*headers, *spent)
    )
