"""OData as 1C speaks it: metadata, error bodies, pages, the sweep over versions; no base's objects."""
