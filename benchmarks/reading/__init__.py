"""Reading 50 000 leads: Voronka, dlt and bare requests beside each other, from one server on this machine."""
