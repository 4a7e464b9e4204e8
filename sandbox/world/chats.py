"""What is written in the chats of leads: the customer asks, a robot greets, a person answers or nobody."""

import random
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

from sandbox.company.charter import END
from sandbox.company.crm_cards import ChatMessage, ChatWay, LeadLinks
from sandbox.company.history import change_at, value_at
from sandbox.world.cards import CrmBook
from sandbox.world.clock import working_moment
from sandbox.world.drafts import LeadDraft
from sandbox.world.erp_drafts import as_written

ROBOT = 0


def chat(crm: CrmBook, seed: int) -> tuple[ChatMessage, ...]:
    """Return the messages of the leads that wrote into a chat, in order of the leads."""
    rng = random.Random(f"{seed}:chats")
    found: list[ChatMessage] = []
    for lead in crm.leads:
        if rng.random() < 0.15:
            found += _talk(rng, lead)
    return tuple(found)


def _talk(rng: random.Random, lead: LeadDraft) -> Iterator[ChatMessage]:
    asked = as_written(lead.created_at + timedelta(seconds=rng.randint(1, 40)))
    yield from _say(rng, lead, "incoming", asked, ROBOT)
    if rng.random() < 0.7:
        yield from _say(rng, lead, "outgoing", asked + timedelta(seconds=2), ROBOT)
    if rng.random() < 0.8:
        at = as_written(working_moment(rng, asked))
        yield from _say(rng, lead, "outgoing", at, value_at(lead.responsible, at))


def _say(rng: random.Random, lead: LeadDraft, way: ChatWay, at: datetime, by: int) -> Iterator[ChatMessage]:
    """The message stands on the lead, or on its main contact where it has one."""
    name = str(uuid.UUID(int=rng.getrandbits(128), version=4))
    held = change_at(lead.links, at)
    contact = (held.value if held is not None else LeadLinks()).main_contact
    card: tuple[Literal["lead", "contact"], int] = ("lead", lead.id)
    if contact is not None and rng.random() < 0.6:
        card = ("contact", contact)
    if at < END - timedelta(hours=1):
        yield ChatMessage(name, *card, way, at, by)
