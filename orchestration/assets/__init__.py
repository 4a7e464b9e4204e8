"""The Dagster assets of a deployment: raw streams, dbt models, published marts, and what makes them."""
