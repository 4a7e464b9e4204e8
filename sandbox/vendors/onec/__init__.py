"""1C's OData over the pretend company."""
