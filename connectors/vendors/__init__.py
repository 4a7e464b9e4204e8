"""One file is one connector, named after its vendor; a vendor file imports only the kit."""
