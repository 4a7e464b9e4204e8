"""What every pretend vendor is built of: question and answer, switches of faults, limits."""
