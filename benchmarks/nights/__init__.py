"""What a night costs when little or nothing is new, against importing the three large libraries once each."""
