"""Truth about people: who is who in both systems, and in which department somebody was on a day."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache

from sandbox.company.company import Company
from sandbox.company.crm_cards import User
from sandbox.company.history import value_at
from sandbox.truth.names import Names
from sandbox.truth.rules import EMAIL_OF_ERP_USER, KNOWN_STAYS, UNASSIGNED, ZONE


@lru_cache(maxsize=1 << 16)
def business_date(at: datetime) -> date:
    """Return the date of an instant where the company works."""
    return at.astimezone(ZONE).date()


def normalise_email(email: str) -> str:
    """Return an e-mail as it is compared."""
    return email.strip().lower()


def shared_emails(emails: Iterable[str | None]) -> set[str]:
    """Return the e-mails that several users of one system have: they name none of them."""
    counted = Counter(normalise_email(email) for email in emails if email)
    return {email for email, count in counted.items() if count > 1}


class People:
    """Employees of both systems, seen at the given loads (instants of reading, oldest first)."""

    def __init__(self, company: Company, loads: Sequence[datetime]) -> None:
        self.names = names = Names(company)
        by_email = {normalise_email(user.email): names.user(user.id) for user in company.users}
        self.by_erp_key: dict[str, str] = {}
        shared = shared_emails(account.email for account in company.erp_users)
        for account in company.erp_users:
            own = normalise_email(account.email or "")
            email = EMAIL_OF_ERP_USER.get(account.key) or ("" if own in shared else own)
            self.by_erp_key[account.key] = by_email.get(email, f"{names.erp}:{account.key}")
        self.by_email = {
            **{
                email: self.by_erp_key[key]
                for key, email in EMAIL_OF_ERP_USER.items()
                if key in self.by_erp_key
            },
            **{
                normalise_email(account.email): self.by_erp_key[account.key]
                for account in company.erp_users
                if account.email and normalise_email(account.email) not in shared
            },
            **by_email,
        }
        self.employees = sorted({*by_email.values(), *self.by_erp_key.values()})
        self._units: dict[tuple[str, date], str] = {}
        self._seen = {names.user(user.id): _observed_groups(user, loads) for user in company.users}
        self._stays = [(by_email[stay.email], stay) for stay in KNOWN_STAYS if stay.email in by_email]

    def of_crm(self, user_id: int) -> str:
        """Return the employee of a CRM user."""
        return self.names.user(user_id)

    def of_erp(self, key: str | None) -> str:
        """Return the employee of an ERP user; None is nobody."""
        return UNASSIGNED if key is None else self.by_erp_key[key]

    def unit_on(self, employee: str, day: date) -> str:
        """Return the department of an employee on a day, as then."""
        known = self._units.get((employee, day))
        if known is None:
            known = self._units[employee, day] = self._find_unit(employee, day)
        return known

    def _find_unit(self, employee: str, day: date) -> str:
        for person, stay in self._stays:
            if person == employee and stay.first <= day <= stay.last:
                return self.names.unit(stay.group_id)
        groups = self._seen.get(employee)
        if not groups:
            return UNASSIGNED
        held = groups[0][1]
        for since, group in groups[1:]:
            if since <= day:
                held = group
        return self.names.unit(held)


def _observed_groups(user: User, loads: Sequence[datetime]) -> list[tuple[date, int]]:
    """Return (first day, group): a change counts from the day of the last load that showed the old group."""
    observed: list[tuple[date, int]] = []
    previous: datetime | None = None
    for load in loads:
        group = value_at(user.group_id, load)
        if previous is None:
            observed.append((date.min, group))
        elif group != observed[-1][1]:
            observed.append((business_date(previous), group))
        previous = load
    return observed
