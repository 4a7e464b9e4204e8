"""How the tests start and talk to the pretend company's process."""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass, field

import requests

FIRST_NIGHT = "2026-06-02T03:00:00+03:00"
PATIENT = {
    "amocrm": {
        "per_second": 100_000,
        "patience": 30,
        "block_seconds": 60,
        "access_seconds": 86400,
        "access_clock": "simulated",
    },
    "onec": {"register_sets": 100_000},
    "mango_office": {
        "per_second": 100_000,
        "stats_interval": 0,
        "users_interval": 0,
        "block_seconds": 120,
        "longest_days": 31,
        "bearable_days": 31,
        "polls": 1,
        "waiting": "status",
    },
    "moysklad": {
        "units": 1_000_000,
        "window_seconds": 3.0,
        "weight": 1,
        "storm": 200,
        "archived_hidden": True,
        "bin_days": 0,
        "is_allowed": True,
    },
    "unisender": {
        "calls_per_minute": 100_000,
        "largest_selection": 10_000,
        "ends_included": True,
        "numbers_are_text": False,
        "is_allowed": True,
    },
    "sales_doctor": {
        "response_limit": 1000,
        "calls_per_second": 100_000,
        "errors_by_status": False,
        "disabled": "getPhotoReport",
        "has_filials": True,
        "without_filial": "main",
        "usual_include": "all",
        "is_active": True,
    },
    "profitbase": {
        "per_second": 100_000,
        "patience": 5,
        "block_seconds": 60.0,
        "token_seconds": 86_400,
        "says_remaining_time": True,
        "wants_content_type": True,
        "dead_status": 403,
        "ip_is_listed": True,
        "archive_apart": True,
        "history_zone": "Europe/Moscow",
        "history_of_gone": True,
        "has_crm": True,
    },
    "uis": {
        "day_points": 1_000_000,
        "minute_points": 1_000_000,
        "points_per_call": 1,
        "minute_seconds": 60.0,
        "longest_months": 3,
        "session_seconds": 3600,
        "till_included": True,
        "errors_tell_limits": False,
        "phones_are_numbers": False,
        "timezone": "Europe/Moscow",
        "is_active": True,
        "ip_is_listed": True,
        "disabled": "",
    },
    "vk_ads": {
        "tokens": 100_000,
        "access_seconds": 86_400,
        "rotates_refresh": False,
        "expires_in_is_text": True,
        "rps": 100_000,
        "hourly": 1_000_000,
        "daily": 1_000_000,
        "older_refusal": False,
        "tells_retry_after": False,
        "longest_days": 366,
        "oldest_days": 366,
        "most_ids": 200,
        "longest_url": 8000,
        "strangers_are_404": False,
        "zero_rows": True,
        "hides_deleted": False,
    },
    "yandex_metrica": {
        "per_second": 100_000,
        "logs_per_second": 100_000,
        "reports_per_5_minutes": 100_000,
        "per_day": 1_000_000,
        "refusal_status": 429,
        "sampled_above": 1_000_000,
        "complicated_above_days": 0,
        "log_polls": 2,
        "log_part_rows": 1000,
        "log_bytes": 10 << 30,
    },
    "yandex_direct": {
        "reports_per_10_seconds": 100_000,
        "polls": 1,
        "queue": 5,
        "immediate": False,
        "page": 10_000,
        "points": 64000,
    },
}
REPORT = {
    "SelectionCriteria": {"DateFrom": "2026-05-20", "DateTo": "2026-06-01"},
    "FieldNames": ["Date", "CampaignId", "CampaignName", "Impressions", "Clicks", "Cost"],
    "OrderBy": [{"Field": "Date"}, {"Field": "CampaignId"}],
    "ReportName": "ads",
    "ReportType": "CUSTOM_REPORT",
    "DateRangeType": "CUSTOM_DATE",
    "Format": "TSV",
    "IncludeVAT": "NO",
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

    def mango(self, path, asked=None, *, text=None, key=None, sign=None):
        """Ask the exchange; `text` replaces the JSON, `key` and `sign` what is right."""
        text = json.dumps(asked or {}, ensure_ascii=False) if text is None else text
        key, salt = key or self.ready["mango_key"], self.ready["mango_salt"]
        sign = sign or hashlib.sha256(f"{key}{text}{salt}".encode()).hexdigest()
        form = {"vpbx_api_key": key, "sign": sign, "json": text}
        return self.session.post(f"{self.ready['mango']}/{path}", data=form, timeout=10)

    def statistics(self, since, until, limit=5000, offset=0, **asked):
        """Order the extended statistics of whole days (dd.mm.yyyy) and wait for them."""
        period = {"start_date": f"{since} 00:00:00", "end_date": f"{until} 23:59:59"}
        page = {"limit": str(limit), "offset": str(offset)}
        order = self.mango("stats/calls/request", {**period, **page, **asked}).json()
        assert order["result"] == 1000, order
        for _ in range(9):
            answer = self.mango("stats/calls/result", {"key": order["key"]})
            if answer.status_code == 200 and answer.json()["status"] == "complete":
                return answer.json()["data"]
        raise AssertionError(answer.text)

    def contexts(self, since, until, **asked):
        blocks = self.statistics(since, until, **asked)
        return [context for block in blocks for context in block["list"]]

    def uis_call(self, method, **params):
        """Ask the Data API with its permanent token, unless another is given; the whole answer."""
        params = {"access_token": self.ready["uis_token"], **params}
        call = {"jsonrpc": "2.0", "id": f"{method}-0", "method": method, "params": params}
        return self.session.post(self.ready["uis"], json=call, timeout=10).json()

    def uis(self, method, **params):
        """Give the rows of a list of the Data API."""
        answer = self.uis_call(method, **params)
        assert "result" in answer, answer
        return answer["result"]["data"]

    def vk_token(self, path="token.json", **form):
        """Ask for keys; `form` beside the client's own, and in its place."""
        ready = self.ready
        known = {"client_id": ready["vk_ads_client_id"], "client_secret": ready["vk_ads_client_secret"]}
        url = f"{ready['vk_ads']}/api/v2/oauth2/{path}"
        return self.session.post(url, data={**known, **form}, timeout=10)

    def vk_answer(self, path, token=None, **query):
        """Ask VK Ads with a token of its own, or one that is given."""
        if token is None:
            token = self.vk_token(grant_type="client_credentials").json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        url = f"{self.ready['vk_ads']}/api/{path}"
        return self.session.get(url, params=query, headers=headers, timeout=10)

    def vk(self, path, **query):
        """Give the answer of VK Ads to a request that goes well."""
        answer = self.vk_answer(path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def metrica(self, path, method="GET", auth=None, **query):
        """Ask Metrica with its token, or with another header."""
        headers = {"Authorization": auth or f"OAuth {self.ready['metrica_token']}"}
        url = f"{self.ready['metrica']}/{path}"
        return self.session.request(method, url, params=query, headers=headers, timeout=10)

    def moysklad(self, path, token=None, **options):
        """Ask the JSON API; headers that are given replace the usual ones."""
        known = {"Authorization": f"Bearer {token or self.ready['moysklad_token']}"}
        url = path if path.startswith("http") else f"{self.ready['moysklad']}/{path}"
        headers = {**known, **options.pop("headers", {})}
        return self.session.get(url, headers=headers, timeout=10, **options)

    def moysklad_rows(self, path, **params):
        """Read a list to its end, following the links."""
        answer = self.moysklad(path, params=params)
        rows = []
        while True:
            assert answer.status_code == 200, answer.text
            page = answer.json()
            rows += page["rows"]
            if "nextHref" not in page["meta"]:
                return rows
            answer = self.moysklad(page["meta"]["nextHref"])

    def unisender_call(self, method, **params):
        """Ask the mailing service with its key, unless another is given; the whole answer."""
        form = {"format": "json", "api_key": self.ready["unisender_key"], **params}
        answer = self.session.post(f"{self.ready['unisender']}/{method}", data=form, timeout=10)
        assert answer.status_code == 200
        return answer.json()

    def unisender(self, method, **params):
        """Give the result of a call."""
        answer = self.unisender_call(method, **params)
        assert "error" not in answer, answer
        return answer["result"]

    def sales_doctor_call(self, body, **headers):
        """Ask SALES DOCTOR with a browser's name; the whole answer."""
        known = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64)", **headers}
        return self.session.post(f"{self.ready['sales_doctor']}/api/v2", data=body, headers=known, timeout=10)

    def sales_doctor_login(self, **auth):
        """Log in, as the one user unless told otherwise."""
        known = {"login": self.ready["sales_doctor_login"], "password": self.ready["sales_doctor_password"]}
        return self.sales_doctor_call(json.dumps({"method": "login", "auth": {**known, **auth}})).json()

    def sales_doctor(self, method, filial="FIL001", token=None, **params):
        """Ask a method with a token of its own, or one that is given."""
        token = token or self.sales_doctor_login()["result"]["token"]
        body = {"method": method, "auth": {"token": token}, "params": params}
        if filial:
            body["filial"] = {"filial_id": filial}
        return self.sales_doctor_call(json.dumps(body)).json()

    def profitbase_token(self):
        """Ask the developer's catalogue for a token."""
        asked = {"type": "api-app", "credentials": {"pb_api_key": self.ready["profitbase_key"]}}
        return self.session.post(f"{self.ready['profitbase']}/authentication", json=asked, timeout=10)

    def profitbase_call(self, path, method="GET", token=None, body=None, **query):
        """Ask the developer's catalogue with a token that is given, or a fresh one."""
        token = self.profitbase_token().json()["access_token"] if token is None else token
        url, headers = f"{self.ready['profitbase']}/{path}", {"Content-Type": "application/json"}
        query = {"access_token": token, **query}
        return self.session.request(method, url, params=query, json=body, headers=headers, timeout=10)

    def profitbase(self, path, method="GET", **asked):
        """Give the answer of the developer's catalogue to a request that goes well."""
        answer = self.profitbase_call(path, method, **asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def direct(self, service, body, token=None, login=None, **headers):
        known = {"Authorization": f"Bearer {token or self.ready['direct_token']}"}
        known["Client-Login"] = login or self.ready["direct_login"]
        url = f"{self.ready['direct']}/json/{service}"
        return self.session.post(url, json=body, headers={**known, **headers}, timeout=10)

    def order(self, headers=None, **changes):
        """Ask once for a report."""
        return self.direct("v5/reports", {"params": {**REPORT, **changes}}, **(headers or {}))

    def report(self, headers=None, **changes):
        """Ask for a report until it is there and give its lines."""
        for _ in range(9):
            answer = self.order(headers, **changes)
            if answer.status_code == 200:
                return answer.text.split("\n")
        raise AssertionError(answer.text)

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
    command = [
        sys.executable,
        "-m",
        "sandbox.serving.server",
        "--state",
        str(folder),
        "--scale",
        "0.05",
        *arguments,
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    return process, json.loads(process.stdout.readline())
