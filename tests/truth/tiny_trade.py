"""Rows of the wider company for tiny cases: calls and notes, meetings, shipments and cost, rates, ad days."""

from datetime import timedelta
from decimal import Decimal

from sandbox.company.ad_records import AdDay, AdFacts
from sandbox.company.company import ManualCost
from sandbox.company.crm_cards import ChatMessage, Note, Task
from sandbox.company.erp_records import (
    ClosingFacts,
    CostEntry,
    CostFacts,
    CostRow,
    CurrencyRate,
    ErpRecord,
    GoodsFacts,
    GoodsLine,
)
from sandbox.company.history import Change
from sandbox.company.pbx_records import PbxCall, PbxLeg
from tests.truth.tiny_company import OLGA, at, day

PHONE = "+7 926 123-45-67"
OLGAS, OLGAS_SECOND, ILYAS, KIMS, BELOVAS_OLD = 10090302, 10090352, 10090303, 10090307, 10090308
GAVRILOVS, RECEPTION, TRAINEE = 10090305, 10090390, 10090391


def leg(user, when, talk=0, *, group=None):
    start = at(when)
    answered = start + timedelta(seconds=5) if talk else None
    end = start + timedelta(seconds=5 + talk)
    return PbxLeg(user, "sip:x", start, answered, end, talk, 1110 if talk else 1111, group)


def call(id_, when, direction="in", *, legs=None, number="79261234567", line="74951230077", shown=None):
    legs = tuple(legs if legs is not None else [leg(OLGAS, when)])
    talk = sum(part.talk_seconds for part in legs)
    start = at(when)
    end = start + timedelta(seconds=talk + 5)
    return PbxCall(id_, direction, start, end, talk, number, line, legs, at(shown) if shown else end)


def answered(id_, when, direction="in", **more):
    return call(id_, when, direction, legs=[leg(OLGAS, when, 60)], **more)


def note(id_, when, kind="call_in", *, card=("lead", 1), uniq="", talk=60, phone=PHONE, user=OLGA):
    start = at(when)
    return Note(id_, *card, kind, start, user, user, phone=phone, duration=talk, uniq=uniq)


def meeting(id_, lead, due, done=None, *, user=OLGA):
    start = at("03-01 10:00")
    history = (Change(start, False), *([Change(at(done), True)] if done else []))
    return Task(
        id_, lead, "meeting", "", "", start, user, user, at(due), history, (Change(start, "present"),)
    )


def line(number, product, quantity, amount, *, vat=0, cancelled=False):
    return GoodsLine(number, product, quantity, Decimal(1), Decimal(amount), vat, cancelled)


def goods(key, when, lines, *, order=None, versions=()):
    facts = GoodsFacts(key, at(when), True, False, "buyer", None, order, Decimal(0), tuple(lines))
    return ErpRecord(key, (Change(at(when), facts), *versions))


def cost(key, when, rows, *, later=None):
    """Rows are (stock key, cost); `later` = (when, rows) rewrites the record set."""
    versions = [Change(at(when), _rows(when, rows))]
    if later is not None:
        versions.append(Change(at(later[0]), _rows(when, later[1])))
    return CostEntry(key, tuple(versions))


def _rows(when, rows):
    parts = (
        CostRow(number, item, 1, Decimal(0), Decimal(amount)) for number, (item, amount) in enumerate(rows, 1)
    )
    return CostFacts(at(when), tuple(parts))


def closing(key, month_end, when, *, posted=True, marked=False, preliminary=False):
    facts = ClosingFacts(key, at(f"{month_end} 23:59"), posted, marked, preliminary)
    return ErpRecord(key, (Change(at(when), facts),))


def rate(on, value, *, multiplicity=1, currency="USD", corrected=None):
    typed = at("01-12 10:00")
    versions = [Change(typed, Decimal(value))]
    if corrected is not None:
        versions.append(Change(at(corrected[0]), Decimal(corrected[1])))
    return CurrencyRate(currency, day(on), multiplicity, tuple(versions))


def ad_day(campaign, on, *versions):
    """Versions are (when, net) in order; a net of None takes the row away."""
    history = tuple(
        Change(
            at(when), None if net is None else AdFacts(10, 1, Decimal(net), Decimal(net) * Decimal("1.22"))
        )
        for when, net in versions
    )
    return AdDay(campaign, day(on), history)


def overhead(month, amount, channel=None):
    return ManualCost(
        day(month), "company", "", "other", channel, Decimal(amount), at("03-01 10:00"), "costs.csv"
    )


def chat(when, by, *, card=("lead", 1), way="outgoing"):
    """A message of a chat; `by` 0 is a robot, or the customer of an incoming one."""
    return ChatMessage(f"chat {when}", *card, way, at(when), by)
