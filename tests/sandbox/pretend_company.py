"""How the tests start and talk to the pretend company's process."""

import json
import subprocess
import sys
from dataclasses import dataclass, field

import requests

FIRST_NIGHT = "2026-06-02T03:00:00+03:00"
PATIENT = {
    "amocrm": {"per_second": 100_000, "patience": 30, "block_seconds": 60},
    "onec": {"register_sets": 100_000},
    "mango": {"per_second": 100_000, "stats_interval": 0, "users_interval": 0, "polls": 1, "waiting": "status"},
    "direct": {"reports_per_10_seconds": 100_000, "polls": 1, "queue": 5, "immediate": False, "page": 10_000},
}


@dataclass
class Sandbox:
    ready: dict
    process: subprocess.Popen
    session: requests.Session = field(default_factory=requests.Session)

    def amo(self, path, token=None, **options):
        headers = {"Authorization": f"Bearer {token or self.ready['amocrm_token']}"}
        return self.session.get(
            f"{self.ready['amocrm']}/api/v4/{path}", headers=headers, timeout=10, **options
        )

    def onec(self, path, auth=True, **options):
        login = (self.ready["onec_user"].encode(), self.ready["onec_password"].encode())
        return self.session.get(
            f"{self.ready['onec']}/{path}", auth=login if auth is True else auth, timeout=10, **options
        )

    def odata(self, path, query=""):
        answer = self.onec(f"{path}?$format=json&{query}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def control(self, method, path, body=None):
        answer = self.session.request(method, f"{self.ready['url']}/_sandbox/{path}", json=body, timeout=60)
        return answer.status_code, answer.json()

    def fault(self, vendor, fault, **details):
        status, content = self.control("POST", "faults", {"vendor": vendor, "fault": fault, **details})
        assert status == 200, content

    def records(self, path, key, query=""):
        """Read a list to its end, following the links."""
        found, answer = [], self.amo(f"{path}?limit=250&{query}")
        while answer.status_code == 200:
            page = answer.json()
            found += page["_embedded"][key]
            following = page["_links"].get("next")
            if not following:
                break
            answer = self.amo(following["href"].split("/api/v4/")[1])
        return found


def start_server(folder, *arguments):
    command = [sys.executable, "-m", "sandbox.server", "--state", str(folder), "--scale", "0.05", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    return process, json.loads(process.stdout.readline())
