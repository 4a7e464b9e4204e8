"""Every address that an answer of the pretend МойСклад tells leads to what it names."""

import re

import pytest

KINDS = (
    *("customerorder", "invoiceout", "demand", "salesreturn", "paymentin", "paymentout", "cashin", "cashout"),
    *("counterparty", "organization", "group", "store", "employee", "currency", "expenseitem", "uom"),
    *("productfolder", "product", "service", "variant", "assortment", "saleschannel"),
)
REPORTS = ("profit/byproduct", "profit/byemployee", "profit/bycounterparty", "stock/all", "counterparty")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def addresses(value):
    if isinstance(value, dict):
        for name, part in value.items():
            if name in ("href", "metadataHref"):
                yield part
            else:
                yield from addresses(part)
    elif isinstance(value, list):
        for part in value:
            yield from addresses(part)


@pytest.mark.parametrize(
    "path",
    [
        *(f"entity/{kind}" for kind in KINDS),
        *(f"report/{report}" for report in REPORTS),
        *("audit", "context/employee", "entity/variant/metadata"),
    ],
)
def test_addresses_lead_to_what_they_name(sandbox, path):
    told = sandbox.moysklad(path, params={"limit": 2} if "metadata" not in path else {}).json()
    seen = set()
    for href in addresses(told):
        if (shape := _ID.sub("*", href)) in seen:
            continue
        seen.add(shape)
        found = sandbox.moysklad(href)
        assert found.status_code == 200, (href, found.text)
        if _ID.fullmatch(href.rpartition("/")[2]):
            own = found.json()
            named = own.get("id") or own["meta"]["href"].rpartition("/")[2]
            assert named == href.rpartition("/")[2]
