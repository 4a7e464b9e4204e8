"""How the deployment file names a table that stands in for a stream."""

from pydantic import BaseModel, ConfigDict, Field


class Table(BaseModel):
    """One table. What its loader marks (when a row came, whether it is deleted) is known by its columns."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: str = Field(
        min_length=1, description="schema.table, or of a folder the table's own folder or file, no ending"
    )
    columns: dict[str, str] = Field(
        default_factory=dict, description="column → what the vendor calls the field, where that differs"
    )
    day: str | None = Field(
        None, description="the column with a record's day or instant, for a stream that is read by days"
    )
    loaded_at: str | None = Field(
        None, description="the column with the instant a row came; Airbyte's, Fivetran's and dlt's are known"
    )
    deleted: str | None = Field(
        None, description="a column that is true or filled in rows that are deleted; theirs are known too"
    )
