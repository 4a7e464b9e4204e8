"""The process in front of all vendors: clock, faults of the connection, control and counting."""
