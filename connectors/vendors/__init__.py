"""One package is one vendor: `connector.py` with its page of quirks, `vendor.yml`, and what else it needs."""
