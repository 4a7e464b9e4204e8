"""How well cards of several systems are told to be one customer, beside who is who in the pretend company."""
