"""How a reply is sorted into what is done with it, and what a vendor must say of itself for that."""

from __future__ import annotations

from enum import Enum
from typing import Protocol

from connectors.kit.call import Reply
from connectors.kit.retry_after import retry_after


class Judgement(Enum):
    """What to do with a reply."""

    OK = "read it"
    EMPTY = "there is nothing, and that is data"
    RETRY = "ask again later"
    LATER = "not in this run: asking again soon makes it worse"
    DENIED = "the vendor says no"
    TOO_MUCH = "not this much at once"
    BROKEN = "the vendor says something we do not understand"


def judge_by_status(reply: Reply) -> Judgement:
    """The judgement any REST vendor starts from; a web page in place of data is worth another try."""
    if reply.status == 204:
        return Judgement.EMPTY
    if reply.status == 200:
        return Judgement.OK if reply.looks_like_json else Judgement.RETRY
    if reply.status in (401, 402, 403):
        return Judgement.DENIED
    if reply.status in (408, 425, 429) or reply.status >= 500:
        return Judgement.RETRY
    return Judgement.BROKEN


class Vendor(Protocol):
    """What the transport needs to know of a vendor: how to judge a reply and to say what is wrong with it.

    Who inherits it need not say how long to wait and rest, where a vendor went, how it refuses a credential:
    Retry-After, not, nowhere, 401.
    """

    def judge(self, reply: Reply) -> Judgement:
        """Sort a reply."""

    def explain(self, reply: Reply) -> tuple[str, str]:
        """What the vendor said, whole (it is shortened after secrets are hidden), and what a person does."""

    def wait_asked(self, reply: Reply) -> float | None:
        """Seconds the vendor asks to wait before the same call, None if it does not say."""
        return retry_after(reply.headers)

    def rest_after(self, reply: Reply) -> float:
        """Seconds to leave the vendor alone after this reply, whatever is asked next."""
        return 0.0

    def moved_to(self, reply: Reply, base_url: str) -> str | None:
        """The base URL under which the vendor lives now, None if the reply says nothing of the kind."""
        return None

    def refuses_credential(self, reply: Reply) -> bool:
        """Whether the vendor does not take what the request was signed with."""
        return reply.status == 401
