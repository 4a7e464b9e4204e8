"""Puts one HTML file together: style, scripts and data in it, and a policy that forbids the network."""

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from page.packing import packed

_ASSETS = Path(__file__).parent / "assets"
# Later files use what earlier ones define.
_SCRIPTS = (
    "store",
    "words",
    "dom",
    "tables",
    "links",
    "periods",
    "plans",
    "measures",
    "charts",
    "controls",
    "header",
    "rooms",
    "today",
    "alerts",
    "cards",
    "funnel",
    "pace",
    "activity",
    "summary",
    "managers",
    "scorecard",
    "effort",
    "discipline",
    "due",
    "debtors",
    "goals",
    "truths",
    "products",
    "regions",
    "clients",
    "priority",
    "segments",
    "audience",
    "cycle",
    "reasons",
    "waiting",
    "channels",
    "performance",
    "attribution",
    "cohorts",
    "coverage",
    "main",
)
_NEEDS_SCRIPT = {"ru": "Странице нужен JavaScript.", "en": "The page needs JavaScript."}
_NEEDS_NEWER = {
    "ru": "Странице нужен браузер не старше весны 2023 года: обновите его или откройте страницу в другом.",
    "en": "The page needs a browser of spring 2023 or later: update it, or open the page in another one.",
}
Language = Literal["ru", "en"]


@dataclass(frozen=True)
class Look:
    """How the page first speaks: its language, and the ISO code of the currency of every amount.

    `vendors`: vendor → language → how people call it.
    """

    language: Language
    currency: str
    vendors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def words(self, language: Language) -> dict[str, str]:
        """Every word of the page in a language."""
        named = {f"vendor_{vendor}": titles[language] for vendor, titles in self.vendors.items()}
        return {**json.loads(_asset(f"words/{language}.json")), **named}


def build_page(facts: Mapping[str, Any], look: Look) -> str:
    """The whole page. The same facts give the same bytes."""
    app, charts = _app(), _asset("echarts/echarts.min.js")
    parts = {
        "app": app,
        "charts": packed(charts),
        "noscript": _NEEDS_SCRIPT[look.language],
        "newer": _NEEDS_NEWER[look.language],
        "language": look.language,
        "title": html.escape(facts["publication"]["company"]),
        "style": _asset("style.css"),
        "policy": _policy((app, charts)),
        "data": packed(_json({**facts, "language": look.language, "currency": look.currency})),
        "words": _json(
            {
                "ru": look.words("ru"),
                "en": look.words("en"),
                "metrics": json.loads(_asset("words/metrics.json")),
            }
        ),
    }
    # One pass, so that nothing inside a part is taken for a place.
    return re.sub(r"\{(\w+)\}", lambda place: parts[place[1]], _asset("template.html"))


def _app() -> str:
    """The scripts as one, in a room of their own."""
    return (
        '(async () => {\n"use strict";\n'
        + "\n".join(_asset(f"app/{name}.js") for name in _SCRIPTS)
        + "})();\n"
    )


def _policy(scripts: Iterable[str]) -> str:
    """Only these very scripts run, and nothing is fetched from anywhere."""
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    nothing_else = "default-src 'none'; base-uri 'none'; form-action 'none'"
    return f"{nothing_else}; script-src {hashes}; style-src 'unsafe-inline'; img-src data:"


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _json(value: Any) -> str:
    """JSON that cannot end its script element, whatever a name holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c")


@cache
def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")
