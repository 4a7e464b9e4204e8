"""Long parts of the page travel deflated and in base64; the browser unpacks them by itself."""

import base64
import zlib


def packed(text: str) -> str:
    """The text deflated, in base64. The same text gives the same letters."""
    return base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")
