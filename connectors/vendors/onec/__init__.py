"""1C: its connector, and OData as 1C speaks it (metadata, errors, objects, pages, sweep, registers)."""
