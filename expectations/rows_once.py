"""An expectation whose statement runs once: the library's own runs it for the rows, and again for a count."""

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.constants import MAX_RESULT_RECORDS
from great_expectations.expectations.core.unexpected_rows_expectation import UnexpectedRowsExpectation
from great_expectations.expectations.registry import get_metric_kwargs
from great_expectations.validator.metric_configuration import MetricConfiguration

_ROWS, _COUNT = "unexpected_rows_query.table", "unexpected_rows_query.row_count"


class UnexpectedRowsOnce(UnexpectedRowsExpectation):
    """Rows that must not exist. They are counted only where more came than are ever fetched."""

    metric_dependencies: ClassVar[tuple[str, ...]] = (_ROWS,)

    @classmethod
    def register(cls) -> None:
        """Nothing more to do: the library knows a class of expectations once it is there."""

    def _validate(
        self, metrics: dict[str, Any], runtime_configuration: Any = None, execution_engine: Any = None
    ) -> Any:
        rows = metrics[_ROWS]
        count = len(rows) if len(rows) < MAX_RESULT_RECORDS else self._counted(execution_engine)
        return super()._validate({**metrics, _COUNT: count}, runtime_configuration, execution_engine)

    def _counted(self, execution_engine: Any) -> int:
        told = get_metric_kwargs(_COUNT, configuration=self.configuration)
        asked = MetricConfiguration(_COUNT, told["metric_domain_kwargs"], told["metric_value_kwargs"])
        (count,) = execution_engine.resolve_metrics([asked]).values()
        return int(count)
