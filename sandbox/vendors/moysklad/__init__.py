"""МойСклад's JSON API 1.2 over the pretend company."""
