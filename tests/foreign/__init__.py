"""Public clients of the vendors' APIs read the pretend company: `make test-foreign`."""
