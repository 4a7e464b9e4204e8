"""UniSender's API over the pretend company."""
