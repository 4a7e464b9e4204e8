"""UniSender: campaigns of letters, each with the counters it has reached."""
