"""МойСклад: its connector, and JSON API 1.2 as it speaks (limits, pages, lines, deletions)."""
