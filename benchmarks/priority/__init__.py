"""How much more the first tenth of the list of whom to call first brings than the mean."""
