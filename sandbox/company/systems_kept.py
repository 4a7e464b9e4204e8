"""What of the company's life is written anywhere: a side of it that no system keeps leaves no records.

A company without a CRM has no departments either, and its planners name only people whom its ERP knows.
Calls that telephony does not tell may still stand in the CRM's notes.
"""

from __future__ import annotations

from dataclasses import replace

from sandbox.company.company import CardName, Company, ManualCost, PlanRow, SurveyAnswer


def as_written(company: Company) -> Company:
    """Return the company with what its systems hold, and what people can type of it."""
    layout = company.layout
    if layout.telephony == "none":
        company = replace(company, pbx_groups=(), pbx_users=(), pbx_lines=(), calls=())
    if layout.ads == "none":
        company = replace(company, ad_account=None, campaigns=(), ad_days=())
    if layout.erp == "none":
        company = _without_books(company)
    if layout.crm == "none":
        company = _without_cards(company)
    return company


def _without_books(company: Company) -> Company:
    return replace(
        company,
        erp_users=(),
        products=(),
        counterparties=(),
        orders=(),
        sales=(),
        returns=(),
        money=(),
        currencies=(),
        rates=(),
        item_keys=(),
        cost_entries=(),
        closings=(),
        clients=tuple(replace(client, accounts=()) for client in company.clients),
        decisions=tuple(one for one in company.decisions if one.card.entity != "counterparty"),
    )


def _without_cards(company: Company) -> Company:
    emails = {account.email.strip().lower() for account in company.erp_users if account.email}
    return replace(
        company,
        groups=(),
        users=(),
        pipelines=(),
        loss_reasons=(),
        fields=(),
        leads=(),
        contacts=(),
        companies=(),
        tasks=(),
        notes=(),
        chats=(),
        plans=tuple(row for row in company.plans if _is_known(row, emails)),
        costs=tuple(row for row in company.costs if _is_known(row, emails)),
        clients=tuple(replace(client, contacts=(), company_id=None) for client in company.clients),
        decisions=tuple(one for one in company.decisions if one.card.entity == "counterparty"),
        answers=tuple(map(_of_nobodys_deal, company.answers)),
    )


def _is_known(row: PlanRow | ManualCost, emails: set[str]) -> bool:
    return row.unit_type == "company" or (row.unit_type == "employee" and row.unit.lower() in emails)


def _of_nobodys_deal(answer: SurveyAnswer) -> SurveyAnswer:
    said = answer.customer
    return replace(answer, customer=None if isinstance(said, CardName) else said, lead_id=None)
