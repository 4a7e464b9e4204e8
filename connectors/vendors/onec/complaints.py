"""What a 1C base says when it refuses: bodies of several kinds made into one short sentence."""

from __future__ import annotations

import base64
import binascii
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_BASE64 = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")
_XML_MESSAGE = re.compile(r"<(?:\w+:)?message[^>]*>(.*?)</(?:\w+:)?message>", re.DOTALL)
_XML_CODE = re.compile(r"<(?:\w+:)?code[^>]*>(.*?)</(?:\w+:)?code>", re.DOTALL)
_INVISIBLE = re.compile(r"<(style|script|head)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_REASON = re.compile(r"by reason:\s*(.+)", re.DOTALL)

NO_SUCH_SET, NO_SUCH_OBJECT, NO_RIGHT = "8", "9", "20"
"""Codes of `odata.error`: object not published, key not found, no right (be it to a single row)."""


@dataclass(frozen=True)
class Complaint:
    """The code of an `odata.error` ("" for other bodies) and what the base said, in one line."""

    code: str
    text: str


def is_web_page(body: bytes) -> bool:
    """Whether a body is a page for people, such as the login page of a proxy."""
    return body.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html"))


def read_complaint(body: bytes) -> Complaint:
    """What a refusal says, in one line; stack addresses and dumps are left out."""
    text = body.decode("utf-8-sig", errors="replace").strip()
    if text.startswith("{"):
        return _from_json(text)
    if found := _XML_MESSAGE.search(text):
        code = _XML_CODE.search(text)
        return Complaint(_line(code[1]) if code else "", _line(found[1]))
    return Complaint("", _from_page(text) if "<" in text else _line(text))


def _from_json(text: str) -> Complaint:
    try:
        body = json.loads(text)
    except ValueError:
        return Complaint("", _line(text))
    error = body.get("odata.error")
    if isinstance(error, dict):
        message = error.get("message")
        value = message.get("value") if isinstance(message, dict) else message
        return Complaint(str(error.get("code", "")), _line(str(value or "")))
    told = [_line(_unpacked(text)) for text in _descriptions(body)]
    # The outermost exception only repeats the HTTP status.
    told = [text for text in told if not text.startswith("HTTP: ")] or told
    return Complaint("", _line("; ".join(dict.fromkeys(told))))


def _descriptions(node: Any) -> Iterator[str]:
    """The `descr` of nested `exception` and `inner` objects, from the outside in."""
    if not isinstance(node, dict):
        return
    if isinstance(node.get("descr"), str):
        yield node["descr"]
    for name in ("exception", "inner"):
        yield from _descriptions(node.get(name))


def _unpacked(text: str) -> str:
    """A description with a control character in it comes in base64."""
    if len(text) % 4 or not _BASE64.fullmatch(text):
        return text
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return text


def _from_page(text: str) -> str:
    title = re.search(r"<title[^>]*>(.*?)</title>", text, re.DOTALL | re.IGNORECASE)
    shown = _line(_TAG.sub(" ", _INVISIBLE.sub(" ", text)))
    if reason := _REASON.search(shown):
        return _line(reason[1])
    return shown or _line(title[1] if title else "")


def _line(text: str) -> str:
    """One printable line."""
    plain = html.unescape(text)
    words = "".join(char if char.isprintable() else " " for char in plain).split()
    return " ".join(words)
