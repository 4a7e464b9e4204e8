"""How a publication stands in a workbook: a sheet about the data, and one for each mart that asks."""
