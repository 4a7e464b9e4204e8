"""What lists may be filtered by, kind by kind, as the documentation marks it; all other fields are refused.

Not marked there and left out: objects and arrays, sums that the service adds up itself (`payedSum`), links
between documents. A field that is marked and that nothing of the company fills finds nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.vendors.moysklad.dictionaries import ATTRIBUTES

EQUAL, ALIKE, ORDER = ("=", "!="), ("~", "~=", "=~"), ("<", ">", "<=", ">=")
SIGNS: Mapping[str, tuple[str, ...]] = {
    "text": (*EQUAL, *ALIKE),
    "tags": (*EQUAL, *ALIKE),
    "word": EQUAL,
    "uuid": EQUAL,
    "ref": EQUAL,
    "refs": EQUAL,
    "flag": EQUAL,
    "number": (*EQUAL, *ORDER),
    "moment": (*EQUAL, *ORDER),
    "since": (">=", "<="),
    **dict.fromkeys(("is", "event", "sale", "link", "switch"), ("=",)),
}
"""Which signs a type of field takes. `refs`: any of several references; `is`, `link`, `switch`: no denial."""
Fields = Mapping[str, str]


def _of(**names: str) -> dict[str, str]:
    """Turn type → names into name → type."""
    return {name: type_ for type_, several in names.items() for name in several.split()}


_ENTITY = _of(
    uuid="id accountId", text="name externalCode", flag="shared", ref="group owner", moment="updated"
)
_CODED = _ENTITY | _of(text="code description")
_ARCHIVED = _CODED | _of(flag="archived")
_DOCUMENT = _CODED | _of(
    uuid="syncId",
    text="state.name",
    flag="applicable printed published isDeleted",
    ref="agent contract organization project salesChannel state",
    moment="created deleted moment",
    number="sum",
)
_GOODS = _DOCUMENT | _of(ref="store", refs="assortment")
_RETAIL = _GOODS | _of(ref="retailStore retailShift")
_PARTNER = _ARCHIVED | _of(
    uuid="syncId",
    text="actualAddress email fax phone inn kpp legalAddress legalTitle",
    word="companyType",
    moment="created",
)
_SOLD = _ARCHIVED | _of(text="pathName article", uuid="syncId")
_MONEY = _DOCUMENT | _of(text="paymentPurpose")
_BY_KIND: Mapping[str, Fields] = {
    "customerorder": _GOODS | _of(text="shipmentAddress", moment="deliveryPlannedMoment"),
    "invoiceout": _GOODS | _of(moment="paymentPlannedMoment"),
    "demand": _GOODS | _of(text="shipmentAddress"),
    "paymentin": _MONEY | _of(text="incomingNumber", moment="incomingDate"),
    **dict.fromkeys(("paymentout", "cashin", "cashout"), _MONEY),
    **dict.fromkeys(("salesreturn", "supply", "purchasereturn"), _GOODS),
    "purchaseorder": _GOODS | _of(moment="deliveryPlannedMoment"),
    "invoicein": _GOODS | _of(text="incomingNumber", moment="incomingDate paymentPlannedMoment"),
    **dict.fromkeys(("retaildemand", "retailsalesreturn", "prepayment", "prepaymentreturn"), _RETAIL),
    "retailshift": _RETAIL | _of(moment="closeDate"),
    "counterpartyadjustment": _DOCUMENT,
    "counterparty": _PARTNER
    | _of(text="discountCardNumber accounts.accountnumber", tags="tags", ref="state"),
    "organization": _PARTNER,
    "employee": _ENTITY
    | _of(text="description email firstName lastName middleName phone uid", flag="archived"),
    "group": _of(uuid="id accountId", text="name"),
    "store": _ARCHIVED | _of(text="address pathName", ref="parent"),
    "currency": _of(
        uuid="id", text="name code isoCode fullName", flag="archived default", number="multiplicity"
    ),
    "productfolder": _ARCHIVED | _of(text="pathName"),
    "product": _SOLD | _of(flag="isSerialTrackable", ref="supplier", number="minimumBalance volume weight"),
    "bundle": _SOLD | _of(number="volume weight"),
    "service": _ARCHIVED | _of(text="pathName", uuid="syncId"),
    "variant": _ENTITY | _of(text="code article", flag="archived"),
    "consignment": _ARCHIVED | _of(text="label", moment="expiryDate"),
    "contract": _ARCHIVED | _of(ref="agent ownAgent state", moment="moment"),
    "project": _ARCHIVED,
    "saleschannel": _ARCHIVED | _of(word="type"),
    "retailstore": _CODED | _of(flag="active archived", ref="organization store", text="address"),
    **dict.fromkeys(("expenseitem", "uom", "region", "country"), _CODED),
    "assortment": _SOLD | _of(ref="productFolder supplier"),
}
AUDIT = _of(since="moment", event="eventType", **{"is": "entityType source uid"})
EVENTS = (
    *("registration", "bulkoperation", "closepublication", "create", "delete", "openpublication", "print"),
    *("puttoarchive", "puttorecyclebin", "replacetoken", "restorefromarchive", "restorefromrecyclebin"),
    *("sendemailfromentity", "update"),
)
CHOICES = {"event": EVENTS, "sale": ("demand", "retaildemand")}
"""The words of fields that take no others."""
PROFIT = _of(
    ref="product productFolder",
    switch="withSubFolders",
    sale="entityType",
    link="counterparty organization store project retailStore supplier salesChannel",
    **{"is": "agentTag"},
)
STOCK = _of(ref="product", link="productFolder store", switch="withSubFolders archived")
CUSTOMERS = _of(
    uuid="id",
    number="averageReceipt balance demandsCount demandsSum discountsSum profit returnsCount returnsSum",
    moment="firstDemandDate lastDemandDate updated",
    text="counterparty.name counterparty.description counterparty.email counterparty.inn counterparty.phone",
    word="counterparty.companyType",
)


def fields_of(kind: str) -> Fields:
    """Give what entities of a kind may be filtered by: name → type, custom fields by their address."""
    own = {f"entity/{kind}/metadata/attributes/{id_}": "text" for id_, _ in ATTRIBUTES.get(kind, ())}
    return {**_BY_KIND.get(kind, _CODED), **own}
