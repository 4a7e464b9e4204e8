"""Makes up the company's history from a seed."""
