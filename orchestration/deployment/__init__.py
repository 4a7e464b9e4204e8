"""The typed deployment: its file, settings and secrets, folders, zones and calendars; it runs nothing."""
