"""Tables that another loader has filled (Airbyte, Fivetran, dlt), in place of streams of a vendor."""
