"""What BI tools are given ready-made: so far the dashboards of Superset."""
