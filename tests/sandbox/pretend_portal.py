"""How the tests talk to the pretend portal of Bitrix24."""

import json
from dataclasses import dataclass, field

import requests

from tests.sandbox.pretend_company import Sandbox

PATIENT = {
    "drained_per_second": 100_000,
    "bucket": 50,
    "operating_seconds": 480,
    "operating_window": 600,
    "seconds_per_call": 0.01,
    "access_seconds": 3600,
}


@dataclass
class Portal:
    """`key`: the webhook that is used, by the name of the sandbox's greeting."""

    sandbox: Sandbox
    session: requests.Session = field(default_factory=requests.Session)

    def ask(self, method, key="bitrix24_webhook", **params):
        url = f"{self.sandbox.ready[key]}{method}"
        return self.session.post(url, json=params, timeout=10, allow_redirects=False)

    def get(self, query, key="bitrix24_webhook"):
        return self.session.get(f"{self.sandbox.ready[key]}{query}", timeout=10, allow_redirects=False)

    def result(self, method, **params):
        answer = self.ask(method, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    def batch(self, halt=0, **commands):
        answer = self.ask("batch", halt=halt, cmd=commands)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    def everything(self, method, id_name="ID", rows=lambda result: result, shown=None, **params):
        """Read a list by ids, page after page; `shown`: the id's name in the answer, where it is another."""
        found, last = [], 0
        asked = params.pop("filter", {})
        while True:
            page = rows(
                self.result(
                    method,
                    **params,
                    start=-1,
                    order={id_name: "ASC"},
                    filter={**asked, f">{id_name}": last},
                )
            )
            found += page
            if len(page) < 50:
                return found
            last = page[-1][shown or id_name]

    def limits(self, **limits):
        self.sandbox.control("POST", "limits", {"bitrix24": {**PATIENT, **limits}})

    def fault(self, fault, **details):
        self.sandbox.fault("bitrix24", fault, **details)


def problem(answer):
    """Status and code of a refusal."""
    return answer.status_code, json.loads(answer.text)["error"]
