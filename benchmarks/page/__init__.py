"""How large the page of a large company is, and how soon it is painted."""
