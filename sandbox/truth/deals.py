"""Truth about deals: their visits to stages, and whether, when and for whom they were won, lost or signed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sandbox.company.company import Company
from sandbox.company.crm_cards import FieldValues, Lead, LeadLinks, StageRef
from sandbox.company.history import Change, History, change_at, value_at
from sandbox.company.layout import Crm
from sandbox.company.passages import Passage
from sandbox.company.snapshot import last_written
from sandbox.truth.customers import Customers
from sandbox.truth.people import People, business_date
from sandbox.truth.rules import (
    CHANNEL_FIELD,
    END_STEPS,
    FUNNEL_STEPS,
    JUNK_CLASS_OF_REASON,
    NONE,
    ORDER_NUMBER_FIELD,
    SOURCE_OF_ADS,
    STEP_OF_STAGE,
    STEP_ORDER,
    UTM_CAMPAIGN_FIELD,
    UTM_MEDIUM_FIELD,
    UTM_SOURCE_FIELD,
    WON_STAGES,
    channel_key,
    channel_of_visit,
)


@dataclass(frozen=True)
class Visit:
    """An unbroken stay in one stage; employee and unit are those of its start."""

    number: int
    stage: StageRef
    stage_key: str
    entered_at: datetime
    exited_at: datetime | None
    next_stage: StageRef | None
    employee: str
    unit: str

    @property
    def order(self) -> int | None:
        """The order of the funnel step; None for an unmapped stage."""
        return order_of(self.stage)

    @property
    def exit_direction(self) -> str | None:
        """How the visit ended; None while it lasts."""
        return None if self.next_stage is None else direction(self.stage, self.next_stage)


@dataclass(frozen=True)
class Deal:
    """A live card as it is known at the as-of instant."""

    key: str
    crm: Crm
    lead_id: int
    created_at: datetime
    employee: str
    amount: Decimal
    channel: str
    campaign: str
    links: LeadLinks
    order_number: str | None
    customer: str | None
    junk_class: str | None
    is_won: bool
    is_ended: bool
    ended_at: datetime | None
    won_at: datetime | None
    lost_at: datetime | None
    contract_at: datetime | None
    furthest: int
    visits: tuple[Visit, ...]
    owners: History[int]

    @property
    def created_date(self) -> date:
        """The business date of creation."""
        return business_date(self.created_at)

    @property
    def pipeline(self) -> str:
        """The key of the pipeline in which the card stands now."""
        return self.visits[-1].stage_key.rpartition(":")[0]

    def owner_at(self, at: datetime, people: People) -> str:
        """Return the responsible at an instant; before the first known change its "before" value."""
        return people.of_crm(_held_by(self.owners, at))


def step_of(stage: StageRef) -> str:
    """Return the funnel step of a stage."""
    return STEP_OF_STAGE.get((stage.pipeline_id, stage.stage_id), "unmapped")


def order_of(stage: StageRef) -> int | None:
    """Return the order of a stage's step."""
    return STEP_ORDER.get(step_of(stage))


def is_won_stage(stage: StageRef) -> bool:
    """Say whether the stage counts as won."""
    return (stage.pipeline_id, stage.stage_id) in WON_STAGES


def direction(before: StageRef, after: StageRef) -> str:
    """Name the direction of a move, the first rule that fits."""
    if step_of(after) in END_STEPS:
        return "lost"
    old, new = order_of(before), order_of(after)
    if old is None or new is None:
        return "unmapped"
    if new == old:
        return "same_step"
    return "forward" if new > old else "back"


def read_deals(
    company: Company, loads: Sequence[datetime], people: People, customers: Customers
) -> list[Deal]:
    """Return every live deal as known at the last of the loads."""
    at = loads[-1]
    deals, campaigns = [], known_campaigns(company, at)
    for lead in company.leads:
        presence = change_at(lead.presence, at)
        if presence is not None and presence.value == "present":
            deals.append(_read_deal(lead, loads, people, customers, campaigns))
    return deals


def _read_deal(
    lead: Lead, loads: Sequence[datetime], people: People, customers: Customers, campaigns: dict[str, str]
) -> Deal:
    at, crm = loads[-1], people.names.crm(lead)
    owners = known_owners(lead, loads, crm, people.names.passage(lead))
    visits = _visits(lead, at, people, owners)
    stage = visits[-1].stage
    reason = value_at(lead.loss_reason, at)
    values: FieldValues = value_at(lead.fields, at)
    fields = dict(values)
    junk_class = _junk_class(stage, reason)
    is_won = is_won_stage(stage)
    won_at = _run_start(visits, [is_won_stage(visit.stage) for visit in visits])
    ended_at = _run_start(visits, [step_of(visit.stage) in END_STEPS for visit in visits])
    return Deal(
        key=people.names.deal(lead.id),
        crm=crm,
        lead_id=lead.id,
        created_at=lead.created_at,
        employee=people.of_crm(value_at(lead.responsible, at)),
        amount=value_at(lead.price, at),
        channel=_channel(fields),
        campaign=campaigns.get((fields.get(UTM_CAMPAIGN_FIELD) or "").strip(), NONE),
        links=value_at(lead.links, at),
        order_number=(fields.get(ORDER_NUMBER_FIELD) or "").strip() or None,
        customer=customers.of_links(value_at(lead.links, at), crm),
        junk_class=junk_class,
        is_won=is_won,
        is_ended=ended_at is not None,
        ended_at=won_at or ended_at,
        won_at=won_at,
        lost_at=None if junk_class else ended_at,
        contract_at=_contract_at(visits, won_at),
        furthest=_furthest(visits, is_won),
        visits=tuple(visits),
        owners=owners,
    )


def known_owners(lead: Lead, loads: Sequence[datetime], crm: Crm, passage: Passage) -> History[int]:
    """Return who was responsible since when, as far as the CRM tells.

    amoCRM keeps every change. Bitrix24 shows only who is responsible now: a new one counts from the change of
    the card at which a load first found him, and before the first load it was whom that load found. A lead
    that became a deal still shows whose it was then.
    """
    if crm == "amocrm":
        return tuple(change for change in lead.responsible if change.at <= loads[-1])
    found: list[Change[int]] = []
    is_deal = False
    for load in loads:
        presence = change_at(lead.presence, load)
        if presence is None or presence.value != "present":
            continue
        written, born = last_written(lead, load).at, passage.converted_at(load)
        if born is not None and not is_deal:
            _note_owner(found, lead, born, value_at(lead.responsible, born))
            is_deal, written = True, born
        _note_owner(found, lead, written, value_at(lead.responsible, load))
    return tuple(found)


def _note_owner(found: list[Change[int]], lead: Lead, at: datetime, owner: int) -> None:
    if not found:
        found.append(Change(lead.created_at, owner))
    elif owner != found[-1].value:
        found.append(Change(at, owner))


def _held_by(owners: History[int], at: datetime) -> int:
    return (change_at(owners, at) or owners[0]).value


def known_campaigns(company: Company, at: datetime) -> dict[str, str]:
    """Return the campaigns that the account has named or reported: id as text -> key."""
    named = {campaign.id for campaign in company.campaigns if change_at(campaign.name, at) is not None}
    reported = {day.campaign_id for day in company.ad_days if change_at(day.versions, at) is not None}
    source = SOURCE_OF_ADS[company.layout.ads]
    return {str(id_): f"{source}:{id_}" for id_ in named | reported}


def _channel(fields: dict[int, str]) -> str:
    own = channel_key(fields.get(CHANNEL_FIELD))
    if own != NONE:
        return own
    return channel_of_visit(fields.get(UTM_SOURCE_FIELD), fields.get(UTM_MEDIUM_FIELD))


def _visits(lead: Lead, at: datetime, people: People, owners: History[int]) -> list[Visit]:
    moves = _real_moves(change for change in lead.stage if change.at <= at)
    visits = []
    for number, move in enumerate(moves, start=1):
        following = moves[number] if number < len(moves) else None
        employee = people.of_crm(_held_by(owners, move.at))
        visits.append(
            Visit(
                number=number,
                stage=move.value,
                stage_key=people.names.stage(lead, move.value, move.at),
                entered_at=move.at,
                exited_at=None if following is None else following.at,
                next_stage=None if following is None else following.value,
                employee=employee,
                unit=people.unit_on(employee, business_date(move.at)),
            )
        )
    return visits


def _real_moves(changes: Iterable[Change[StageRef]]) -> list[Change[StageRef]]:
    moves: list[Change[StageRef]] = []
    for change in changes:
        if not moves or moves[-1].value != change.value:
            moves.append(change)
    return moves


def _junk_class(stage: StageRef, reason: int | None) -> str | None:
    step = step_of(stage)
    marked = JUNK_CLASS_OF_REASON.get(reason or 0)
    if step == "junk":
        return marked or "other"
    return marked if step == "lost" else None


def _run_start(visits: list[Visit], inside: list[bool]) -> datetime | None:
    """Return the start of the unbroken run at the end of the visits; None if the last one is outside."""
    start = None
    for visit, is_inside in zip(reversed(visits), reversed(inside), strict=True):
        if not is_inside:
            break
        start = visit.entered_at
    return start


def _contract_at(visits: list[Visit], won_at: datetime | None) -> datetime | None:
    for visit in visits:
        if step_of(visit.stage) in ("contract", "paid"):
            return visit.entered_at
    return won_at


def _furthest(visits: list[Visit], is_won: bool) -> int:
    reached = [STEP_ORDER[step] for visit in visits if (step := step_of(visit.stage)) in FUNNEL_STEPS]
    return max([*reached, STEP_ORDER["contract"] if is_won else 0])
