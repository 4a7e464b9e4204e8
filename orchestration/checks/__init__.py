"""What the doctor asks before a night does: each stream of each source, and the tables that people type."""
