"""Several calls in one request: order, `$result` references, errors by key, and PHP's empty maps."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sandbox.vendors.bitrix24.answers import Declined, Outcome, Spent, php_map, time_block
from sandbox.vendors.bitrix24.asking import Params, listed, parse_query

MOST = 50
Run = Callable[[str, Params], tuple[Outcome, Spent]]
_REFERENCE = re.compile(r"\$result((?:\[[^\]]*\])+)")
_PART = re.compile(r"\[([^\]]*)\]")


def run_batch(params: Params, run: Run, now: datetime) -> Outcome:
    """Run the calls of `cmd` in their order; with `halt` the first error ends it."""
    commands = params.get("cmd")
    named = commands if isinstance(commands, dict) else dict(enumerate(listed(commands)))
    if len(named) > MOST:
        raise Declined(400, "ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded")
    halts = str(params.get("halt", 0)) in ("1", "true", "True")
    results: dict[str, Any] = {}
    errors: dict[str, Any] = {}
    totals: dict[str, Any] = {}
    following: dict[str, Any] = {}
    times: dict[str, Any] = {}
    for name, command in named.items():
        key = str(name)
        method, _, query = str(command).partition("?")
        method, asked = method.lower().removesuffix(".json"), parse_query(query)
        try:
            if method in ("batch", "event.offline.get"):
                text = "Method is not allowed for batch usage"
                raise Declined(405, "ERROR_BATCH_METHOD_NOT_ALLOWED", text)
            outcome, spent = run(method, _resolved(asked, results))
        except Declined as declined:
            errors[key] = declined.content()
            if halts:
                break
            continue
        results[key], times[key] = outcome.result, time_block(now, spent)
        if outcome.total is not None:
            totals[key] = outcome.total
        if outcome.following is not None:
            following[key] = outcome.following
    return Outcome(
        {
            "result": php_map(results),
            "result_error": php_map(errors),
            "result_total": php_map(totals),
            "result_next": php_map(following),
            "result_time": php_map(times),
        }
    )


def _resolved(node: Any, results: dict[str, Any]) -> Any:
    """Put earlier results in place of their references; one that leads nowhere becomes empty text."""
    if isinstance(node, dict):
        return {key: _resolved(value, results) for key, value in node.items()}
    if not isinstance(node, str):
        return node
    whole = _REFERENCE.fullmatch(node)
    if whole:
        found = _look_up(whole[1], results)
        return found if isinstance(found, dict | list) else str(found)
    return _REFERENCE.sub(lambda match: str(_look_up(match[1], results)), node)


def _look_up(path: str, results: dict[str, Any]) -> Any:
    node: Any = results
    for part in _PART.findall(path):
        if isinstance(node, dict):
            node = node.get(part)
        elif isinstance(node, list) and part.isdigit() and int(part) < len(node):
            node = node[int(part)]
        else:
            return ""
    return "" if node is None else node
