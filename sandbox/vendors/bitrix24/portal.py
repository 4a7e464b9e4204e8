"""What is fixed of the portal: funnels and stages, departments, sources, own fields and their ids."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.company import charter, charter_told
from sandbox.company.charter import ARCHIVE, LOST, MAIN, OPT, WON
from sandbox.company.charter_ads import VK_CHANNEL_NAME
from sandbox.company.crm_cards import StageRef
from sandbox.wire.exchange import Ask

OLD_NAME, NEW_NAME = "127.0.0.1", "localhost"
"""Under which hosts the portal is found before it is renamed, and after."""

HOST = "sevsvet.bitrix24.ru"
MEMBER_ID = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
OTHER_MEMBER_ID = "5a69788796a5b4c3d2e1f00f1e2d3c4b"
MANAGER = 7001002
"""Whose webhook sees only his own cards."""
ROOT_DEPARTMENT = 1
DEPARTMENTS = {charter.SALES: 10, charter.WHOLESALE: 12, charter.RETAIL: 14}
CATEGORIES = {MAIN: 0, OPT: 4, ARCHIVE: 6}
_STEPS = ("NEW", "PREPARATION", "PREPAYMENT_INVOICE", "EXECUTING", "FINAL_INVOICE", "UC_8KQ2ZD")
APOLOGY = "APOLOGY"

CHANNEL_FIELD, PREPAID_FIELD, ORDER_FIELD, REASON_FIELD = (
    "UF_CRM_1712000001", "UF_CRM_1712000002", "UF_CRM_1712000003", "UF_CRM_1712000004",
)  # fmt: skip
CHANNELS = {
    name: 500 + place for place, name in enumerate((*charter.CHANNEL_NAMES, VK_CHANNEL_NAME), start=1)
}
REASONS = {reason.id: 540 + place for place, reason in enumerate(charter.LOSS_REASONS, start=1)}
SOURCES = {
    "Сайт": "WEB", "Входящий звонок": "CALL", "Яндекс.Директ": "ADVERTISING", "Тендер": "UC_TENDER",
    "Рекомендация": "RECOMMENDATION", "Выставка": "TRADE_SHOW", "Партнёр": "PARTNER",
    VK_CHANNEL_NAME: "UC_VKADS",
}  # fmt: skip
TOLD_COLUMNS = {
    "sex": "UF_CRM_1712000011", "family_status": "UF_CRM_1712000012", "occupation": "UF_CRM_1712000013",
    "region": "UF_CRM_1712000014", "industry": "UF_CRM_1712000015",
}  # fmt: skip
TOLD_OPTIONS = {
    "sex": {text: 561 + place for place, text in enumerate(charter_told.SEXES)},
    "family_status": {text: 571 + place for place, text in enumerate(charter_told.FAMILY)},
    "industry": {text: 581 + place for place, text in enumerate(charter_told.INDUSTRIES)},
}
UTM_COLUMNS = {
    charter.UTM_FIELD: "UTM_SOURCE",
    charter.UTM_MEDIUM_FIELD: "UTM_MEDIUM",
    charter.UTM_CAMPAIGN_FIELD: "UTM_CAMPAIGN",
}


@dataclass(frozen=True, slots=True)
class PortalStage:
    """A stage of a funnel, or a status of leads (`category` None); `meaning`: P, S or F."""

    category: int | None
    id: str
    name: str
    sort: int
    meaning: str
    is_system: bool


def stage_id(stage: StageRef) -> str:
    """Give the portal's id of a stage; all funnels but the first put theirs before it."""
    if stage.stage_id == WON:
        own = "WON"
    elif stage.stage_id == LOST:
        own = "LOSE"
    else:
        numbers = [number for number, _, _ in charter.STAGES[stage.pipeline_id]]
        own = _STEPS[numbers.index(stage.stage_id)]
    return prefixed(CATEGORIES[stage.pipeline_id], own)


def prefixed(category: int, own: str) -> str:
    """Give a stage's id with its funnel's prefix."""
    return f"C{category}:{own}" if category else own


def meaning_of(stage: StageRef) -> str:
    """Give what the portal says that a stage means: P, S or F."""
    return {WON: "S", LOST: "F"}.get(stage.stage_id, "P")


def goes_by_old_name(ask: Ask) -> bool:
    """Tell whether a request was sent to the host of before a renaming."""
    return ask.headers.get("host", "").startswith(OLD_NAME)


def renamed(url: str) -> str:
    """Give a URL under the host of after a renaming."""
    return url.replace(OLD_NAME, NEW_NAME, 1)


def deal_stages() -> list[PortalStage]:
    """Give the stages of all funnels; the first one has a second failed stage, which nobody uses."""
    stages = []
    for pipeline, category in CATEGORIES.items():
        own = [(number, name) for number, name, _ in charter.STAGES[pipeline]]
        ends = [(WON, "Успешно реализовано"), (LOST, "Закрыто и не реализовано")]
        for place, (number, name) in enumerate(own + ends, start=1):
            ref = StageRef(pipeline, number)
            is_system = number in (WON, LOST) or place == 1
            stages.append(PortalStage(category, stage_id(ref), name, place * 10, meaning_of(ref), is_system))
    name = "Анализ причины провала"
    return [*stages, PortalStage(0, APOLOGY, name, 100, "F", is_system=False)]
