"""How a publication stands in PostgreSQL: data in a schema per version, and the views that readers know."""
