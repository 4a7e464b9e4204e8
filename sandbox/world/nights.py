"""What is bound to happen to the CRM around the three nights, whatever the seed."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

from sandbox.company.charter import (
    CONTACTED,
    CONTRACT,
    DUPLICATE,
    LOST,
    MAIN,
    MOSCOW,
    OPT,
    OPT_TALKS,
    SERIOUS_REASONS,
    SPAM,
    START,
    WON,
)
from sandbox.company.crm_cards import Person, StageRef
from sandbox.company.history import Change
from sandbox.world.cards import CrmBook, as_stored
from sandbox.world.clock import BUSY_HOURS, moment_of
from sandbox.world.drafts import LeadDraft, insert_change
from sandbox.world.mishaps import (
    delete_contact,
    delete_lead,
    last_uses,
    merge_contacts,
    reprice,
    restore_contact,
    restore_lead,
)

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 6, day) for day in (1, 2, 3))
QUIET_SINCE = datetime(2026, 5, 29, tzinfo=MOSCOW).astimezone(UTC)
Choose = Callable[[LeadDraft], bool]


class Plot:
    """Hands out leads with which nothing happens any more, each at most once."""

    def __init__(self, book: CrmBook) -> None:
        self.book = book
        quiet = [lead for lead in book.leads if lead.last_at() < QUIET_SINCE and len(lead.presence) == 1]
        book.rng.shuffle(quiet)
        self.quiet = quiet

    def take(self, fits: Choose, most: int) -> Iterator[LeadDraft]:
        """Yield up to `most` leads that fit."""
        chosen = [lead for lead in self.quiet if fits(lead)][:most]
        self.quiet = [lead for lead in self.quiet if lead not in chosen]
        return iter(chosen)

    def moment(self, day: date) -> datetime:
        """Return a busy moment of a day."""
        return moment_of(self.book.rng, day, BUSY_HOURS)


def stands(stage: int, pipeline: int | None = None) -> Choose:
    """Return a test: the lead ends in this stage."""
    return lambda lead: (
        lead.stage[-1].value.stage_id == stage and pipeline in (None, lead.stage[-1].value.pipeline_id)
    )


def happen_around_nights(book: CrmBook) -> None:
    """Re-open, delete, restore, reprice, re-reason and merge on 1, 2 and 3 June."""
    plot = Plot(book)
    _reopen_wins(plot)
    _delete_and_restore(plot)
    _reprice_and_rereason(plot)
    _merge_pairs(plot)
    _change_contacts(plot)


def _reopen_wins(plot: Plot) -> None:
    back = {MAIN: CONTRACT, OPT: OPT_TALKS}
    for day in (MONDAY, TUESDAY, WEDNESDAY):
        for pipeline, stage in back.items():
            for lead in plot.take(stands(WON, pipeline), 1):
                lead.move(plot.moment(day), StageRef(pipeline, stage), lead.responsible[-1].value)
    for lead in plot.take(stands(WON, MAIN), 1):
        by = lead.responsible[-1].value
        lead.move(plot.moment(TUESDAY), StageRef(MAIN, CONTRACT), by)
        lead.move(plot.moment(WEDNESDAY), StageRef(MAIN, WON), by)


def _delete_and_restore(plot: Plot) -> None:
    for fits in (stands(WON), stands(LOST), stands(CONTACTED)):
        for number, lead in enumerate(plot.take(fits, 2)):
            delete_lead(lead, plot.moment(TUESDAY))
            if number:
                restore_lead(lead, plot.moment(WEDNESDAY))
    for lead in plot.take(stands(WON), 1):
        delete_lead(lead, plot.moment(MONDAY))
        restore_lead(lead, plot.moment(TUESDAY))


def _reprice_and_rereason(plot: Plot) -> None:
    for day in (TUESDAY, WEDNESDAY):
        for lead in plot.take(stands(WON), 2):
            reprice(plot.book, lead, plot.moment(day), lead.responsible[-1].value)
        for lead in plot.take(lambda lead: lead.loss_reason[-1].value in SERIOUS_REASONS, 2):
            lead.put(lead.loss_reason, plot.moment(day), DUPLICATE, lead.responsible[-1].value)
        for lead in plot.take(lambda lead: lead.loss_reason[-1].value == SPAM, 1):
            lead.put(lead.loss_reason, plot.moment(day), SERIOUS_REASONS[0], lead.responsible[-1].value)


def _merge_pairs(plot: Plot) -> None:
    book = plot.book
    uses = last_uses(book)
    quiet = [pair for pair in book.duplicates if max(uses[id_] for id_ in pair) < QUIET_SINCE]
    live = [pair for pair in quiet if all(book.contacts[id_].presence[-1].value == "present" for id_ in pair)]
    for pair, day in zip(live, (MONDAY, TUESDAY, TUESDAY, WEDNESDAY), strict=False):
        merge_contacts(book, *pair, plot.moment(day))


def _change_contacts(plot: Plot) -> None:
    book = plot.book
    uses = last_uses(book)
    calm = [
        contact
        for contact in book.contacts.values()
        if len(contact.presence) == 1
        and contact.created_at > as_stored(START)
        and uses[contact.id] < QUIET_SINCE
    ][-60:]
    deleted, restored, joined, other = calm[:4]
    delete_contact(book, deleted, plot.moment(TUESDAY))
    delete_contact(book, restored, plot.moment(MONDAY))
    restore_contact(restored, plot.moment(TUESDAY))
    old, borrowed = joined.person[-1].value, other.person[-1].value.phones
    both = Person(old.name, old.phones + borrowed, old.emails)
    by = joined.responsible[-1].value
    insert_change(joined.person, Change(as_stored(plot.moment(TUESDAY)), both, by))
    insert_change(joined.person, Change(as_stored(plot.moment(WEDNESDAY)), old, by))
