"""Faults that do not need the vendor: what a proxy, a network or an overloaded front would answer instead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from sandbox.wire.exchange import Ask, Reply
from sandbox.wire.faults import REPLY_FAULTS, Fault
from sandbox.wire.simulator import Headers, Simulator

LOGIN_PAGE = """<!DOCTYPE html>
<html><head><title>Вход</title></head>
<body><form action="/login" method="post"><input name="user"><input name="password" type="password">
<button>Войти</button></form></body></html>"""
_STATUSES = {"token_expired": 401, "payment_required": 402, "forbidden": 403, "rate_limited": 429}
_TITLES = {401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 429: "Too Many Requests"}


def instead(ask: Ask, simulator: Simulator, now: datetime) -> Reply | None:
    """Give the answer that a fault in force puts in place of the vendor's, None where there is none."""
    fault = next((fault for fault in ask.faults if fault.fault in REPLY_FAULTS), None)
    if fault is None:
        return None
    fault.spend()
    if fault.fault == "html_page":
        return Reply(200, LOGIN_PAGE.encode(), "text/html; charset=utf-8")
    if fault.fault == "http_500":
        return _broken(fault, simulator)
    if fault.fault == "http_503_retry_after":
        return Reply(503, b"Service Unavailable", "text/plain", _wait(fault, now, usual=2))
    status = _STATUSES[fault.fault]
    return _refusal(ask, fault, simulator, status, _wait(fault, now, usual=None) if status == 429 else ())


def _wait(fault: Fault, now: datetime, *, usual: int | None) -> Headers:
    pause = usual if fault.retry_after is None else fault.retry_after
    if pause is None:
        return ()
    moment = now.astimezone(UTC) + timedelta(seconds=pause)
    text = format_datetime(moment, usegmt=True) if fault.retry_after_form == "date" else str(pause)
    return (("Retry-After", text),)


def _broken(fault: Fault, simulator: Simulator) -> Reply:
    page = "<html><head><title>500</title></head><body><h1>500 Internal Server Error</h1></body></html>"
    own = simulator.broken() if fault.body == "json" else None
    return own or Reply(500, page.encode(), "text/html; charset=utf-8")


def _refusal(ask: Ask, fault: Fault, simulator: Simulator, status: int, headers: Headers) -> Reply:
    own = simulator.refusal(ask, status, headers) if fault.body == "json" else None
    return own or Reply(status, f"{_TITLES[status]}\n".encode(), "text/plain; charset=utf-8", headers)
