"""A pretend company with a known truth, behind the real wire protocols of its vendors."""
