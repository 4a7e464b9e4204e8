"""OData as 1C speaks it: metadata, error bodies, objects, pages, the sweep over versions, registers."""
