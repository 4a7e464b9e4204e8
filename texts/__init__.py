"""What the house says to people: English in the code, Russian in `ru/*.po`, one language a process."""

from texts.speech import Language, language, say, speak, speaking

__all__ = ["Language", "language", "say", "speak", "speaking"]
