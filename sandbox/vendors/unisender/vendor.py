"""The API: one method a call, the key among its parameters, errors under HTTP 200, counters without history.

Left out: everything that sends or writes, and the statistics by address, which are personal data. What the
documentation leaves open is a setting: `AccountTerms`. What is left out is no right of this account.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qsl

from sandbox.company.company import Company
from sandbox.company.history import change_at, value_at
from sandbox.company.mail_records import MailCounts, Mailing
from sandbox.vendors.unisender.errors import JSON, Refused
from sandbox.wire.day_faults import withhold
from sandbox.wire.exchange import Ask, Reply, encode_json, read_whole
from sandbox.wire.limits import Door
from sandbox.wire.list_faults import spoil

Row = dict[str, Any]
Params = dict[str, str]
KEY = "sandbox-unisender-key-of-sevsvet"
USUAL_PAGE, LARGEST_PAGE = 50, 100
SENDER = ("Северный свет", "news@sevsvet.example")
_PATH = re.compile(r"/(?:ru|en|it|ua|da|de|es|fr|nl|pl|pt|tr)/api/(?P<method>(?:async/)?\w+)/?")
_LEFT_OUT = (
    "getCampaignDeliveryStats", "async/getCampaignDeliveryStats", "async/getTaskResult", "createCampaign",
    "cancelCampaign", "createEmailMessage", "createSmsMessage", "updateEmailMessage", "deleteMessage",
    "getMessage", "getMessages", "listMessages", "getActualMessageVersion", "getWebVersion", "sendEmail",
    "sendSms", "sendTestEmail", "checkEmail", "checkSms", "createList", "updateList", "deleteList",
    "subscribe", "unsubscribe", "exclude", "importContacts", "exportContacts", "async/exportContacts",
    "getContact", "getContactCount", "getTotalContactsCount", "getFields", "createField", "updateField",
    "deleteField", "getTags", "deleteTag", "getTemplate", "getTemplates", "listTemplates",
)  # fmt: skip
_TIME = "%Y-%m-%d %H:%M:%S"


@dataclass
class AccountTerms:
    """What the account allows, and what the documentation leaves open.

    `ends_included`: whether a campaign that starts at the very `to` is listed. `numbers_are_text`: whether
    ids and counters come as strings of digits.
    """

    calls_per_minute: int = 1200
    largest_selection: int = 10_000
    ends_included: bool = True
    numbers_are_text: bool = False
    is_allowed: bool = True


class UniSender:
    """One account; `now` is its clock."""

    def __init__(self, company: Company, now: Callable[[], datetime]) -> None:
        """Open the account to one key."""
        self.terms = AccountTerms()
        self._company, self._now = company, now
        self._door = Door(per_second=self.terms.calls_per_minute, seconds=60.0, patience=1 << 30)
        self._methods: dict[str, Callable[[Ask, Params], Any]] = {
            "getCampaigns": self._campaigns,
            "getCampaignStatus": self._status,
            "getCampaignCommonStats": self._stats,
            "getVisitedLinks": self._links,
            "getLists": self._lists,
        }

    def turn(self) -> None:
        """Follow the terms after somebody changed them: no call was counted yet."""
        self._door.per_second = self.terms.calls_per_minute
        self._door.forgive()

    def answer(self, ask: Ask) -> Reply:
        """Answer one request."""
        found = _PATH.fullmatch(ask.path)
        if found is None:
            return Reply(404, b"<html><body>404 Not Found</body></html>", "text/html")
        try:
            content = self._result(ask, found["method"], _params(ask))
        except Refused as refused:
            return refused.reply()
        return Reply(200, encode_json({"result": content}), JSON)

    def _result(self, ask: Ask, name: str, params: Params) -> Any:
        if params.get("format", "json") != "json":
            raise Refused("invalid_arg", "format")
        if not hmac.compare_digest(params.get("api_key", "").encode(), KEY.encode()):
            raise Refused("invalid_api_key")
        if not self.terms.is_allowed:
            raise Refused("access_denied")
        if self._door.knock() != "welcome":
            raise Refused("api_call_limit_exceeded_for_api_key")
        if busy := ask.fault("retry_later"):
            busy.spend()
            raise Refused("retry_later")
        method = self._methods.get(name)
        if method is None:
            raise Refused("access_denied") if name in _LEFT_OUT else Refused("unknown_method", name)
        return method(ask, params)

    def _campaigns(self, ask: Ask, params: Params) -> list[Row]:
        limit, offset = _whole(params, "limit", USUAL_PAGE), _whole(params, "offset", 0)
        if not 1 <= limit <= LARGEST_PAGE:
            raise Refused("invalid_arg", "limit")
        since, till = _moment(params, "from"), _moment(params, "to")
        listed = [one for one in self._known() if self._is_asked(one, since, till)]
        listed = withhold(listed, ask.faults, _day_of, now=self._now())[: self.terms.largest_selection]
        if again := ask.fault("repeat_page"):
            again.spend()
            offset = 0
        page = [self._campaign(one) for one in listed[offset : offset + limit]]
        return spoil(page, ask.faults, key="id", field="subject")

    def _known(self) -> list[Mailing]:
        """Give what was made by now, the newest first: nobody promises an order."""
        made = [one for one in self._company.mailings if one.created_at <= self._now()]
        return sorted(made, key=lambda one: (one.start_at, one.id), reverse=True)

    def _is_asked(self, one: Mailing, since: datetime | None, till: datetime | None) -> bool:
        is_late = till is not None and (
            one.start_at > till if self.terms.ends_included else one.start_at >= till
        )
        return not is_late and (since is None or one.start_at >= since)

    def _campaign(self, one: Mailing) -> Row:
        name, email = SENDER
        subject = value_at(one.subject, self._now())
        own = (
            {"subject": subject, "sender_name": name, "sender_email": email} if subject else {"sender": name}
        )
        return self._numbered(
            {
                "id": one.id,
                "start_time": one.start_at.strftime(_TIME),
                "status": value_at(one.status, self._now()),
                "message_id": one.message_id,
                "list_id": one.list_id,
                **own,
                "stats_url": f"https://cp.unisender.com/ru/v5/campaign/{one.id}",
            }
        )

    def _asked(self, ask: Ask, params: Params) -> Mailing:
        id_ = params.get("campaign_id", "")
        broken = ask.fault("broken_campaign")
        one = next((one for one in self._known() if str(one.id) == id_), None)
        if broken and broken.entity in ("", id_):
            broken.spend()
            one = None
        if one is None:
            raise Refused("unspecified", id_)
        return one

    def _status(self, ask: Ask, params: Params) -> Row:
        one = self._asked(ask, params)
        return {
            "status": value_at(one.status, self._now()),
            "creation_time": one.created_at.strftime(_TIME),
            "start_time": one.start_at.strftime(_TIME),
            "status_comment": "",
        }

    def _stats(self, ask: Ask, params: Params) -> Row:
        one = self._asked(ask, params)
        counted = change_at(one.counts, self._now())
        counts = counted.value if counted else MailCounts(0)
        if falling := ask.fault("falling_counter"):
            falling.spend()
            counts = replace(counts, read_all=counts.read_all // 2, read_unique=counts.read_unique // 2)
        return self._numbered(asdict(counts))

    def _links(self, ask: Ask, params: Params) -> Row:
        if params.get("group", "0") in ("", "0", "false"):
            # visit by visit it is personal data: who clicked, when, from which address
            raise Refused("access_denied")
        one = self._asked(ask, params)
        counted = change_at(one.counts, self._now())
        clicks = counted.value.clicked_all if counted else 0
        data = [[url, str(clicks * share // 100)] for url, share in one.links if clicks * share >= 100]
        return {"fields": ["url", "count"], "data": data}

    def _lists(self, ask: Ask, params: Params) -> list[Row]:
        return [self._numbered({"id": one.id, "title": one.title}) for one in self._company.mail_lists]

    def _numbered(self, row: Row) -> Row:
        if not self.terms.numbers_are_text:
            return row
        return {name: str(value) if isinstance(value, int) else value for name, value in row.items()}


def _params(ask: Ask) -> Params:
    """Give the parameters of the address and of the form."""
    try:
        form: Sequence[tuple[str, str]] = parse_qsl(ask.body.decode("utf-8"), keep_blank_values=True)
    except UnicodeDecodeError:
        form = ()
    return dict([*parse_qsl(ask.query, keep_blank_values=True), *form])


def _whole(params: Params, name: str, usual: int) -> int:
    number = read_whole(params.get(name, usual))
    if number is None:
        raise Refused("invalid_arg", name)
    return number


def _moment(params: Params, name: str) -> datetime | None:
    if name not in params:
        return None
    try:
        return datetime.strptime(params[name], _TIME).replace(tzinfo=UTC)
    except ValueError:
        raise Refused("invalid_arg", name) from None


def _day_of(one: Mailing) -> date:
    return one.start_at.astimezone(UTC).date()
