"""1C's XML: the EDMX of `$metadata`, Atom feeds and entries, and errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from sandbox.vendors.onec.schema import SPACE, EntitySet, Properties

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_DATA = "http://schemas.microsoft.com/ado/2007/08/dataservices"
_SCOPES = {"xmlns": "http://www.w3.org/2005/Atom", "xmlns:d": _DATA, "xmlns:m": f"{_DATA}/metadata"}
_EDM = "http://schemas.microsoft.com/ado/2009/11/edm"
_EDMX = "http://schemas.microsoft.com/ado/2007/06/edmx"
_VERSIONS = {
    "m:DataServiceVersion": "3.0",
    "m:MaxDataServiceVersion": "3.0",
    "xmlns:m": f"{_DATA}/metadata",
}
_REQUIRED = ("Ref_Key", "LineNumber")


def _tag(name: str, attributes: dict[str, str], body: Iterable[str] = ()) -> str:
    written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{written}>{''.join(body)}</{name}>"


def metadata(entity_sets: Iterable[EntitySet]) -> str:
    """Give the EDMX of the published sets."""
    published = {entity_set.name: entity_set for entity_set in entity_sets}
    types = [part for entity_set in published.values() for part in _types(entity_set, published)]
    names = [name for entity_set in published.values() for name in set_names(entity_set)]
    sets = [_tag("EntitySet", {"Name": name, "EntityType": f"{SPACE}.{name}"}) for name in names]
    ties = [tie for entity_set in published.values() for tie in _ties(entity_set, published)]
    associations = [_association(*tie) for tie in ties]
    sets += [_association_set(*tie) for tie in ties]
    sets += [_slice(entity_set) for entity_set in published.values() if entity_set.key[0] == "Period"]
    container = _tag("EntityContainer", {"Name": "EnterpriseV8"}, sets)
    schema = _tag("Schema", {"Namespace": SPACE, "xmlns": _EDM}, [*types, *associations, container])
    services = _tag("edmx:DataServices", _VERSIONS, [schema])
    return _HEAD + _tag("edmx:Edmx", {"Version": "1.0", "xmlns:edmx": _EDMX}, [services])


def set_names(entity_set: EntitySet) -> list[str]:
    """Name a set and those of its lines."""
    return [entity_set.name, *(entity_set.line_set(part) for part in entity_set.parts)]


def _types(entity_set: EntitySet, published: dict[str, EntitySet]) -> Iterator[str]:
    collections = [
        _property(part, f"Collection({SPACE}.{entity_set.line_type(part)})", required=False)
        for part in entity_set.parts
    ]
    own = entity_set.properties
    links = [_link(owner, short) for owner, short, _ in _ties(entity_set, published)]
    yield _entity_type(entity_set.name, entity_set.key, [*_listed(own), *collections, *links])
    for part, known in entity_set.parts.items():
        lines = entity_set.lines(entity_set.line_set(part))
        if lines is not None:
            yield _entity_type(lines.name, lines.key, _listed(lines.properties))
        yield _tag("ComplexType", {"Name": entity_set.line_type(part)}, _listed(known))


def _ties(entity_set: EntitySet, published: dict[str, EntitySet]) -> list[tuple[str, str, str]]:
    """Give (owner, name, target) of every reference to something published."""
    return [
        (entity_set.name, name.removesuffix("_Key"), own.target)
        for name, own in entity_set.properties.items()
        if own.target is not None and own.target in published
    ]


def _link(owner: str, short: str) -> str:
    roles = {"FromRole": "Begin", "ToRole": "End"}
    return _tag("NavigationProperty", {"Name": short, "Relationship": f"{SPACE}.{owner}_{short}", **roles})


def _association(owner: str, short: str, target: str) -> str:
    ends = [
        _tag("End", {"Type": f"{SPACE}.{owner}", "Multiplicity": "*", "Role": "Begin"}),
        _tag("End", {"Type": f"{SPACE}.{target}", "Multiplicity": "0..1", "Role": "End"}),
    ]
    return _tag("Association", {"Name": f"{owner}_{short}"}, ends)


def _association_set(owner: str, short: str, target: str) -> str:
    ends = [
        _tag("End", {"Role": role, "EntitySet": name}) for role, name in (("Begin", owner), ("End", target))
    ]
    name = f"{owner}_{short}"
    return _tag("AssociationSet", {"Name": name, "Association": f"{SPACE}.{name}"}, ends)


def _slice(register: EntitySet) -> str:
    """Declare the newest slice of a register as a function that is bound to its set."""
    kind = f"Collection({SPACE}.{register.name})"
    told = {"Name": "SliceLast", "ReturnType": kind, "EntitySet": register.name, "IsBindable": "true"}
    given = (("bindingParameter", kind), ("Period", "Edm.DateTime"), ("Condition", "Edm.String"))
    return _tag("FunctionImport", told, [_tag("Parameter", {"Name": name, "Type": of}) for name, of in given])


def _entity_type(name: str, key: tuple[str, ...], body: list[str]) -> str:
    keys = _tag("Key", {}, [_tag("PropertyRef", {"Name": column}) for column in key])
    return _tag("EntityType", {"Name": name}, [keys, *body])


def _listed(known: Properties) -> list[str]:
    return [_property(name, kind.edm, required=name in _REQUIRED) for name, kind in known.items()]


def _property(name: str, kind: str, *, required: bool) -> str:
    return _tag("Property", {"Name": name, "Type": kind, "Nullable": str(not required).lower()})


def service(root: str, names: Iterable[str]) -> str:
    """Give the service document."""
    scopes = {"xmlns": "http://www.w3.org/2007/app", "xmlns:atom": _SCOPES["xmlns"], "xml:base": f"{root}/"}
    sets = [_tag("collection", {"href": name}, [_tag("atom:title", {}, [escape(name)])]) for name in names]
    workspace = _tag("workspace", {}, [_tag("atom:title", {}, ["Default"]), *sets])
    return _HEAD + _tag("service", scopes, [workspace])


def feed(root: str, entity_set: EntitySet, entities: list[dict[str, Any]], count: str | None) -> str:
    """Give an Atom feed, with the number of all entities where it was asked for."""
    head = [_tag("title", {"type": "text"}), _tag("id", {}, [escape(f"{root}/{entity_set.name}")])]
    head += [] if count is None else [_tag("m:count", {}, [count])]
    entries = [_entry(entity_set, entity, {}) for entity in entities]
    return _HEAD + _tag("feed", {**_SCOPES, "xml:base": f"{root}/"}, [*head, *entries])


def entry(root: str, entity_set: EntitySet, entity: dict[str, Any]) -> str:
    """Give an Atom document with one entry."""
    return _HEAD + _entry(entity_set, entity, {**_SCOPES, "xml:base": f"{root}/"})


def _entry(entity_set: EntitySet, entity: dict[str, Any], attributes: dict[str, str]) -> str:
    fields = [
        _field(entity_set, name, value)
        for name, value in entity.items()
        if "@" not in name and not _is_expanded(entity_set, name)
    ]
    links = [_inline(name, value) for name, value in entity.items() if _is_expanded(entity_set, name)]
    head = [
        _tag("category", {"term": f"{SPACE}.{entity_set.name}", "scheme": f"{_DATA}/scheme"}),
        _tag("title", {"type": "text"}),
    ]
    content = _tag("content", {"type": "application/xml"}, [_tag("m:properties", {}, fields)])
    return _tag("entry", attributes, [*head, *links, content])


def _is_expanded(entity_set: EntitySet, name: str) -> bool:
    return f"{name}_Key" in entity_set.properties and name not in entity_set.properties


def _inline(name: str, entity: dict[str, Any] | None) -> str:
    """Give an expanded object inside the link to it."""
    told = {"rel": f"{_DATA}/related/{name}", "type": "application/atom+xml;type=entry", "title": name}
    plain = [
        _plain(key, value)
        for key, value in (entity or {}).items()
        if "@" not in key and not isinstance(value, list | dict)
    ]
    content = _tag("content", {"type": "application/xml"}, [_tag("m:properties", {}, plain)])
    inner = [_tag("entry", {}, [content])] if entity is not None else []
    return _tag("link", told, [_tag("m:inline", {}, inner)])


def _field(entity_set: EntitySet, name: str, value: Any) -> str:
    if not isinstance(value, list):
        return _plain(name, value)
    kind = f"{SPACE}.{entity_set.line_type(name)}"
    rows = [
        _tag("d:element", {"m:type": kind}, [_plain(key, item) for key, item in row.items()]) for row in value
    ]
    return _tag(f"d:{name}", {"m:type": f"Collection({kind})"}, rows)


def _plain(name: str, value: Any) -> str:
    if value is None:
        return _tag(f"d:{name}", {"m:null": "true"})
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return _tag(f"d:{name}", {}, [escape(text)])


def error(code: str, text: str) -> str:
    """Give the XML form of an error."""
    return (
        f'{_HEAD}<m:error xmlns:m="{_DATA}/metadata"><m:code>{code}</m:code>'
        f'<m:message xml:lang="ru">{escape(text)}</m:message></m:error>'
    )
