"""The shelf: places where people and BI tools read the published marts."""
