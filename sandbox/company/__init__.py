"""Who the pretend company is and what its systems hold, as types and constants."""
