"""How DuckDB says that the content of a file is not what it wrote."""

from __future__ import annotations

_WORDS = (
    "Corrupt",
    "corrupt",
    "checksum",
    "not a valid DuckDB database",
    "Could not read enough bytes",
    "Serialization Error",
    "Failed to load metadata",
    "replaying WAL",
    "SerializationException",
    "Failed to deserialize",
    "No magic bytes found",
)


def says_damaged(text: str) -> bool:
    """Whether the message of an engine means a damaged file, not one that is held, missing or too large."""
    return any(words in text for words in _WORDS)
