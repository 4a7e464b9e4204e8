"""What registers do differently: lines read one by one, the newest slice, the memory a whole one takes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.vendors.onec.odata_filter import MOMENT, Entity, Refused, parse_filter
from sandbox.vendors.onec.schema import RECORD_SET, EntitySet
from sandbox.wire.exchange import Ask

NO_MEMORY = "Недостаточно памяти для получения результата запроса к базе данных"
_PERIOD = re.compile(r"Period=datetime'([^']*)'")
_CONDITION = re.compile(r"Condition='(.*?)'\s*(?=$|,\s*Period=)", re.DOTALL)


@dataclass
class OneCLimits:
    """What the application server can bear; more record sets than that and a whole register is too much."""

    register_sets: int = 100


def check_memory(ask: Ask, entity_set: EntitySet, asked: str, size: int | None, limits: OneCLimits) -> None:
    """Refuse an answer that the server cannot hold: `size` is what will come, None for everything."""
    fault = ask.fault("oom_big_page")
    if fault is not None and (size is None or size > fault.top):
        fault.spend()
        raise Refused(500, NO_MEMORY)
    # $top does not help: the whole register is loaded first unless its lines are filtered
    if entity_set.is_record_set and f"{RECORD_SET}/any" not in asked and (size or 0) > limits.register_sets:
        raise Refused(500, NO_MEMORY)


def flatten(record_sets: Iterable[Entity]) -> list[Entity]:
    """Give the lines of record sets, each with its recorder."""
    return [
        {"Recorder": entity["Recorder"], "Recorder_Type": entity["Recorder_Type"], **line}
        for entity in record_sets
        for line in entity[RECORD_SET]
    ]


def slice_last(rows: list[Entity], given: str, register: EntitySet) -> list[Entity]:
    """Give the newest row of every set of dimensions, up to `Period` and where `Condition` holds."""
    if register.key[0] != "Period":
        raise Refused(404, f"Сущность {register.name}/SliceLast не найдена")
    period, condition = _PERIOD.search(given), _CONDITION.search(given)
    rest = _PERIOD.sub("", _CONDITION.sub("", given)).strip(" ,")
    if rest or (period and not MOMENT.fullmatch(period[1])):
        raise Refused(400, "Неверные параметры виртуальной таблицы SliceLast")
    if condition:
        # quotes inside may stand doubled, as OData says, or plain, as the platform takes them too
        text = condition[1].replace("''", "'") if "''" in condition[1] else condition[1]
        test = parse_filter(text, register.properties)
        rows = [row for row in rows if test(row)]
    newest: dict[tuple[str, ...], Entity] = {}
    for row in sorted(rows, key=lambda row: row["Period"]):
        if period is None or row["Period"] <= period[1]:
            newest[tuple(row[name] for name in register.key[1:])] = row
    return list(newest.values())
