"""Which systems the company works with: its CRM or two, who keeps calls and books, where it advertises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args, get_type_hints

Crm = Literal["amocrm", "bitrix24"]
Telephony = Literal["none", "mango", "bitrix24", "uis"]
Ads = Literal["none", "direct", "vk"]
Erp = Literal["none", "onec", "moysklad", "sales_doctor", "field_tables"]
IN_THE_FIELD: tuple[Erp, ...] = ("sales_doctor", "field_tables")
"""Those that tell of agents on their rounds."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The company's choice of systems; what happened in it is the same whatever they are.

    `none`: nobody keeps that side of it, or nobody may read it (sandbox/company/systems_kept.py).

    `crm`: `both` keeps the wholesale department's enquiries in Bitrix24 and all others in amoCRM.
    `enquiries`: in a portal an enquiry is a deal at once, or a lead until somebody qualifies it.
    `telephony`: whose statistics show the calls. `erp`: who keeps the books, as far as it can.
    `ads`: where the campaigns run; visits, the CRM's channel and the tracking number are called after it.
    `letters`: who counts what becomes of letters to customers. `site`: whose counter
    is read. `properties`: a developer's catalogue.
    """

    crm: Literal["none", "amocrm", "bitrix24", "both"] = "amocrm"
    enquiries: Literal["deals", "leads"] = "deals"
    telephony: Telephony = "mango"
    ads: Ads = "direct"
    erp: Erp = "onec"
    letters: Literal["none", "unisender"] = "none"
    site: Literal["none", "metrica"] = "none"
    properties: Literal["none", "profitbase"] = "none"

    @property
    def crms(self) -> tuple[Crm, ...]:
        """The CRMs in use."""
        if self.crm == "none":
            return ()
        return ("amocrm", "bitrix24") if self.crm == "both" else (self.crm,)


def choices(system: str) -> tuple[str, ...]:
    """Name what a company can choose for one of its systems: `crm`, `enquiries`, `telephony`, `ads`, …"""
    return get_args(get_type_hints(Layout)[system])


USUAL = Layout()
"""amoCRM, Mango Office, Yandex Direct and 1C, as in `make demo`."""
