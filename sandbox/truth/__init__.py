"""Every KPI computed from the company's events in plain Python, without the vendors."""
