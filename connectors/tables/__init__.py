"""Tables kept by people: what their columns mean and how cells are read; no vendor, no landing."""
