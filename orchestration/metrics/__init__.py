"""The catalogue of metrics outside of dbt: read as types, and written into what is generated from it."""
