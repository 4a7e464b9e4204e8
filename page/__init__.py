"""The page: one HTML file of the published KPIs for a head of sales, made from the shelf and nothing else."""
