"""Tables of field sales that the pretend company's people keep in a folder."""
