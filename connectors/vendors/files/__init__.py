"""Tables that people keep in a folder; how a table is read is the room connectors/tables."""
