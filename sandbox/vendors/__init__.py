"""One file is one vendor: its wire protocol, limits, errors and odd shapes, rendered from the company."""
