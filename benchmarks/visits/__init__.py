"""How long the proposed rounds of agents are, beside nearest-next and beside the shortest way."""
