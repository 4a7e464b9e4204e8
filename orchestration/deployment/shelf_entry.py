"""The entries under `shelf` of a deployment file, as types: for each kind of target what it asks for."""

from __future__ import annotations

from functools import cache, reduce
from operator import or_
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, SecretStr, create_model
from pydantic.fields import FieldInfo

from expectations.shelf.kinds import kinds
from expectations.shelf.settings import ShelfSettings
from orchestration.deployment.parts import FromEnvironment, Strict, outside


class ShelfEntry(Strict):
    """One place where published marts are put for readers. What stands beside `kind`, the kind asks for."""

    kind: str


def entries() -> Any:
    """The type of one entry: of every kind, told apart by `kind`."""
    types = [_entry(name, kind.settings_type) for name, kind in kinds().items()]
    return Annotated[reduce(or_, types), Field(discriminator="kind")]


def default_shelf() -> tuple[ShelfEntry, ...]:
    """Where a deployment publishes that says nothing of it."""
    places = {"duckdb_file": "shelf/voronka.duckdb", "parquet": "shelf/parquet"}
    return tuple(
        _entry(kind, kinds()[kind].settings_type).model_validate({"kind": kind, "path": path})
        for kind, path in places.items()
    )


@cache
def _entry(kind: str, settings: type[ShelfSettings]) -> type[ShelfEntry]:
    """The settings of a kind, each of which may stand outside the file, as secrets must."""
    fields: dict[str, Any] = {
        name: (_outside_too(field), field) for name, field in settings.model_fields.items()
    }
    fields["kind"] = (Literal[kind], ...)
    name = "".join(part.title() for part in kind.split("_"))
    return create_model(f"{name}Entry", __base__=ShelfEntry, __doc__=settings.__doc__, **fields)


def _outside_too(field: FieldInfo) -> Any:
    if _is_secret(field.annotation):
        needed = Annotated[FromEnvironment, BeforeValidator(outside)]
        return needed if field.is_required() else needed | None
    return field.annotation | FromEnvironment if field.annotation else Any


def _is_secret(annotation: Any) -> bool:
    return annotation is SecretStr or any(_is_secret(one) for one in get_args(annotation))
