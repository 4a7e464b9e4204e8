"""What can go wrong between the warehouse and the shelf, each with what happened and what to do."""

from __future__ import annotations

from texts import translated, with_fix


class ExpectationsError(Exception):
    """Base of this room's errors: `what` happened and a `fix` for a person, without data or secrets."""

    def __init__(self, what: str, *, fix: str) -> None:
        super().__init__(with_fix(what, translated(fix)))
        self.what = what
        self.fix = translated(fix)


class ContractError(ExpectationsError):
    """A mart's YAML asks for a publication that cannot be understood."""


class GateError(ExpectationsError):
    """The candidates could not be exported or judged."""


class WarehouseDamaged(GateError):
    """The warehouse holds bytes that DuckDB did not write: it is derived, so it can be made anew."""


class ReleaseError(ExpectationsError):
    """A version could not be written, published or rolled back; the previous publication is untouched."""


class ShelfError(ExpectationsError):
    """A shelf target did not take the publication; what it held before is untouched."""
