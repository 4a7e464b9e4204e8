"""What amoCRM's recycle bin holds: living leads are no answer to the question for deleted ones."""

from __future__ import annotations

import msgspec

from connectors.kit.errors import FilterIgnored
from connectors.kit.stream import Page
from texts import say


class _Thrown(msgspec.Struct):
    is_deleted: bool = False


def only_deleted(page: Page) -> Page:
    """The page, all of whose leads are deleted. FilterIgnored where one is alive: it would be buried."""
    if not all(msgspec.json.decode(payload, type=_Thrown).is_deleted for payload in page.payloads or ()):
        raise FilterIgnored(
            say("/leads was asked for deleted leads only and gave living ones"),
            fix=say("run again; if it stays, look for a proxy that rewrites questions, and tell amoCRM."),
        )
    return page
