"""amoCRM (Kommo outside Russia), REST v4: leads, contacts, companies, tasks, notes, events, dictionaries.

Quirks, each with a test in tests/conformance/test_amocrm_quirks.py:
- Nothing found is 204 without a body, not an empty list; a page past the end too.
- The next page exists only where the answer has `_links.next`; lists of records have no total.
- Pages are numbered over a list that moves: a record changed meanwhile leaves the window and shifts the rest.
  Records are read by rising id, in pages that overlap.
- Filtering leads, contacts and companies is a paid option. The account says whether it has it; when it is off
  (or the filter is ignored all the same) changes are found from the newest down, and the batch says so.
- Filters take seconds since 1970 as a range; whether the ends are included is not documented.
- An empty PHP object arrives as [], also in place of `_embedded`.
- At most 7 requests a second; then 429, whose body need not be JSON; whoever goes on gets 403 on everything.
  So a 403 is never asked again.
- Large pages may time out or answer 504: 250 records, then 100, then 50.
- Links to the next page carry the account's own host; behind a proxy that is not where we came from.
- Messages of chats are no notes: only events tell of them, without their text; a robot's are by user 0.
- Events come 100 a page, newest first. Custom fields come 50 a page whatever is asked.
- Users are readable by an administrator only.
- Tokens of `oauth` live a day. A refresh token works once: see connectors/kit/tokens.py.
- A deleted lead is listed apart, and only while it is in the recycle bin.
- Links of leads are asked for by at most 50 lead ids; a lead without links is not in the answer. 204 has been
  seen for leads whose cards name contacts: such an answer is held against some of the cards, and not taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import msgspec
from pydantic import Field, SecretStr, model_validator

from connectors.kit.auth import BearerToken
from connectors.kit.connector import Connector
from connectors.kit.cursor import Cursor, Window
from connectors.kit.errors import FilterIgnored
from connectors.kit.http import Call, Reply, Transport
from connectors.kit.paging import OverlappingPages, PageNumber
from connectors.kit.rate import RateBudget
from connectors.kit.settings import OAuthSettings, Settings
from connectors.kit.stream import Kind, Page, Probe, Reading, Stream
from connectors.kit.tokens import OAuthClient, RotatingToken
from connectors.vendors.amocrm.links import Card, linked, not_taken, take
from connectors.vendors.amocrm.recycle_bin import only_deleted
from texts import marked, say, translated

FILTER, SCAN = "filter", "scan"

_UPDATED = Cursor(
    "updated_at", "filter[updated_at][from]", "filter[updated_at][to]", slice=timedelta(days=30)
)
_CREATED = replace(
    _UPDATED,
    field="created_at",
    since="filter[created_at][from]",
    until="filter[created_at][to]",
    slice=timedelta(days=7),
)
_BY_ID = (("order[id]", "asc"),)
_NEWEST_FIRST = (("order[updated_at]", "desc"),)
_EVENT_TYPES = (
    "lead_added",
    "lead_status_changed",
    "entity_responsible_changed",
    "lead_deleted",
    "lead_restored",
    "contact_deleted",
    "contact_restored",
    "company_deleted",
    "company_restored",
    "entity_merged",
    "task_completed",
    "task_deleted",
    "lead_linked",
    "lead_unlinked",
    "outgoing_chat_message",
)
_LEADS_PER_CALL = 50
_CARDS_ASKED = 5
_OFF = marked(
    "the account's API filter, a paid option, is off: changes are found by reading from the newest down"
)
_FIXES = {
    401: marked(
        "issue a new long-lived token (the integration's page, tab Keys) and put it where `token` points; "
        "with `oauth`, authorise the integration again."
    ),
    402: marked("the amoCRM account is not paid for: ask whoever pays for it."),
    403: marked(
        "use a token granted by an administrator; if it was one, the account or this address is blocked for "
        "too many requests: wait or ask amoCRM's support, do not run again at once."
    ),
    404: marked("check `subdomain` and `domain`."),
    429: marked("another program uses this account: lower `requests_per_second` or run later."),
}


class AmoCrmSettings(Settings):
    """One account. `base_url` replaces the address made of subdomain and domain, for a proxy or a sandbox.

    Either `token` or `oauth`.
    """

    subdomain: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", description=marked("the part before .amocrm.ru"))
    token: SecretStr | None = Field(
        None, min_length=1, description=marked("long-lived token of a private integration")
    )
    oauth: OAuthSettings | None = Field(None, description="an integration with tokens that rotate")
    domain: str = Field(default="amocrm.ru", pattern=r"^(amocrm\.ru|kommo\.com)$")
    base_url: str | None = Field(default=None, pattern=r"^https?://[^/?#]+(/[^?#]*)?$")
    requests_per_second: int = Field(default=5, ge=1, le=7, description="the vendor's limit is 7")

    @model_validator(mode="after")
    def _one_credential(self) -> AmoCrmSettings:
        if (self.token is None) == (self.oauth is None):
            raise ValueError(marked("give either `token` or `oauth`"))
        return self

    @property
    def site(self) -> str:
        """The account's address, without a slash at the end."""
        return (self.base_url or f"https://{self.subdomain}.{self.domain}").rstrip("/")


def _changing(name: str, path: str, *params: tuple[str, str], key: str = "") -> Stream:
    """Records that are asked for by when they were changed."""
    return Stream(
        name,
        path,
        f"_embedded.{key or name}",
        kind=Kind.CHANGED_SINCE,
        paging=OverlappingPages(),
        cursor=_UPDATED,
        params=params + _BY_ID,
    )


def _dictionary(name: str, path: str, key: str, *params: tuple[str, str], size: int = 250) -> Stream:
    """A small list that is read whole."""
    paging = PageNumber(sizes=tuple(each for each in (250, 100, 50) if each <= size))
    return Stream(name, path, f"_embedded.{key}", paging=paging, params=params, total="_total_items")


class AmoCrm(Connector[AmoCrmSettings]):
    """Reads one amoCRM account."""

    name = "amocrm"
    settings_type = AmoCrmSettings
    streams = (
        Stream(
            "account",
            "/account",
            params=(("with", "users_groups,task_types,datetime_settings,version,is_api_filter_enabled"),),
        ),
        _dictionary("users", "/users", "users", ("with", "role,group")),
        _dictionary("pipelines", "/leads/pipelines", "pipelines"),
        _dictionary("loss_reasons", "/leads/loss_reasons", "loss_reasons"),
        _dictionary("lead_custom_fields", "/leads/custom_fields", "custom_fields", size=50),
        _dictionary("contact_custom_fields", "/contacts/custom_fields", "custom_fields", size=50),
        _dictionary("company_custom_fields", "/companies/custom_fields", "custom_fields", size=50),
        _changing("leads", "/leads", ("with", "contacts,loss_reason,source,is_price_modified_by_robot")),
        _changing("contacts", "/contacts"),
        _changing("companies", "/companies"),
        Stream(
            "deleted_leads",
            "/leads",
            "_embedded.leads",
            paging=PageNumber(),
            params=(("with", "only_deleted"),),
        ),
        _changing("tasks", "/tasks"),
        _changing("lead_notes", "/leads/notes", key="notes"),
        _changing("contact_notes", "/contacts/notes", key="notes"),
        _changing("company_notes", "/companies/notes", key="notes"),
        Stream(
            "events",
            "/events",
            "_embedded.events",
            kind=Kind.CHANGED_SINCE,
            paging=PageNumber(sizes=(100, 50)),
            cursor=_CREATED,
            params=tuple(("filter[type][]", name) for name in _EVENT_TYPES),
        ),
        Stream(
            "lead_links",
            "/leads/links",
            "_embedded.links",
            kind=Kind.CHANGED_SINCE,
            key=("entity_id",),
            paging=PageNumber(),
            parent="leads",
        ),
    )

    def __init__(self, settings: AmoCrmSettings) -> None:
        super().__init__(settings)
        self.budget = RateBudget(per_second=settings.requests_per_second)

    def base_url(self) -> str:
        """The API of the account."""
        return f"{self.settings.site}/api/v4"

    def auth(self) -> BearerToken | RotatingToken:
        """The long-lived token, or the newest of those that rotate."""
        if self.settings.oauth is not None:
            return RotatingToken(
                OAuthClient(f"{self.settings.site}/oauth2/access_token", self.settings.oauth)
            )
        assert self.settings.token is not None
        return BearerToken(self.settings.token)

    def explain(self, reply: Reply) -> tuple[str, str]:
        """The title and detail of problem+json, and the number of the request for amoCRM's support."""
        fix = _FIXES.get(reply.status, say("see https://status.amocrm.ru and run again."))
        request = reply.headers.get("x-request-id")
        traced = f" (X-Request-Id {request})" if request else ""
        try:
            problem = msgspec.json.decode(reply.body, type=_Problem)
        except msgspec.DecodeError:
            return say("a text that is not JSON{traced}", traced=traced), fix
        return f"{problem.title}, {problem.detail}{traced}", fix

    def probe(self, stream: Stream, transport: Transport) -> Probe:
        """Whether the account may filter what is asked of it."""
        if not _is_paid(stream):
            return Probe()
        call = Call("/account", (("with", "is_api_filter_enabled"),))
        account = self.fetch(call, transport, lambda reply: msgspec.json.decode(reply.body, type=_Account))
        if account is not None and not account.is_api_filter_enabled:
            return Probe(SCAN, warnings=(translated(_OFF),))
        return Probe(FILTER)

    def read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        """Changes by filter where the account may, else from the newest down; links by changed leads."""
        window = reading.window
        if reading.stream.parent is not None:
            yield from self._links(reading, transport)
        elif window is not None and reading.probe.mode == SCAN:
            yield from self._scan(reading.stream, window, transport)
        elif window is not None and _is_paid(reading.stream):
            try:
                yield from super().read(reading, transport)
            except FilterIgnored as ignored:
                yield Page.note(
                    mode=SCAN, warning=say("{what}: reading from the newest down instead", what=ignored.what)
                )
                yield from self._scan(reading.stream, window, transport)
        else:
            pages = super().read(reading, transport)
            yield from map(only_deleted, pages) if reading.stream.name == "deleted_leads" else pages

    def _scan(self, stream: Stream, window: Window, transport: Transport) -> Iterator[Page]:
        """From the newest change down to the first that is older than the window."""
        unordered = tuple(pair for pair in stream.params if not pair[0].startswith("order["))
        scan = replace(stream, params=unordered + _NEWEST_FIRST)
        for page in self.pages(scan, scan.call(), transport):
            young = _UPDATED.places_since(page.cursors, window)
            yield page.take(young)
            if len(young) < len(page.keys):
                return

    def _links(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        """One record per lead that changed, with all its links, none included."""
        leads = [key for key in reading.parent_keys if key.isdecimal()]
        for start in range(0, len(leads), _LEADS_PER_CALL):
            asked = leads[start : start + _LEADS_PER_CALL]
            call = reading.stream.call(*(("filter[entity_id][]", lead) for lead in asked))
            found: dict[str, list[bytes]] = {lead: [] for lead in asked}
            for page in self.pages(reading.stream, call, transport):
                take(page, found)
            if not any(found.values()) and (named := self._linked_after_all(asked, transport)):
                yield Page.note(warning=not_taken(asked, named))
                continue
            yield Page(list(found), [linked(lead, links) for lead, links in found.items()])

    def _linked_after_all(self, leads: Sequence[str], transport: Transport) -> str | None:
        """The first of a few of these leads whose own card names a contact or a company."""
        for lead in leads[:_CARDS_ASKED]:
            call = Call(f"/leads/{lead}", (("with", "contacts"),))
            card = self.fetch(call, transport, lambda reply: msgspec.json.decode(reply.body, type=Card))
            if card is not None and card.is_linked:
                return lead
        return None


class _Problem(msgspec.Struct):
    title: str = ""
    detail: str = ""


class _Account(msgspec.Struct):
    is_api_filter_enabled: bool = True


def _is_paid(stream: Stream) -> bool:
    return stream.name in ("leads", "contacts", "companies")
