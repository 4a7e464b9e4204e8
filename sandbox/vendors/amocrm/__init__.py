"""amoCRM's API over the pretend company."""
