"""Talks to a running Superset over its API: logs in, imports a bundle, asks charts."""

import json
from collections.abc import Mapping
from typing import Any

import requests

from bi.errors import BIRefused
from texts import say

_SECONDS = 600


class Client:
    """A session at `address`, such as http://127.0.0.1:8088; logs in again when its token has run out."""

    def __init__(self, address: str, user: str, password: str) -> None:
        self.address = address.rstrip("/")
        self._login = {"username": user, "password": password, "provider": "db", "refresh": False}
        self._session = requests.Session()
        self._log_in()

    def get(self, path: str, **params: Any) -> dict[str, Any]:
        """An answer of the API below /api/v1/; raises BIRefused with what Superset said."""
        return self._answer("GET", path, params=params)

    def post(self, path: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to what is sent to the API below /api/v1/; raises BIRefused with what Superset said."""
        return self._answer("POST", path, json=content)

    def ask(self, question: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The results of a chart's question, one for each query."""
        results: list[dict[str, Any]] = self.post("chart/data", question)["result"]
        return results

    def import_bundle(self, archive: bytes, passwords: Mapping[str, str]) -> None:
        """Put everything of a bundle in place, over what stands there under the same lasting names."""
        files = {"bundle": ("voronka.zip", archive, "application/zip")}
        data = {"passwords": json.dumps(passwords)}
        self._answer("POST", "assets/import/", files=files, data=data)

    def _log_in(self) -> None:
        self._session = requests.Session()
        token = _content(self._sent("POST", "security/login", json=self._login))
        self._session.headers["Authorization"] = f"Bearer {token['access_token']}"
        csrf = _content(self._sent("GET", "security/csrf_token/"))["result"]
        self._session.headers.update({"X-CSRFToken": csrf, "Referer": self.address})

    def _answer(self, method: str, path: str, **asked: Any) -> dict[str, Any]:
        response = self._sent(method, path, **asked)
        if response.status_code == requests.codes.unauthorized:
            self._log_in()
            response = self._sent(method, path, **asked)
        return _content(response)

    def _sent(self, method: str, path: str, **asked: Any) -> requests.Response:
        return self._session.request(method, f"{self.address}/api/v1/{path}", timeout=_SECONDS, **asked)


def _content(response: requests.Response) -> dict[str, Any]:
    if response.ok:
        content: dict[str, Any] = response.json()
        return content
    what = say(
        "Superset answered {status} to {path}: {said}",
        status=response.status_code,
        path=response.request.path_url.split("?")[0],
        said=response.text[:600],
    )
    raise BIRefused(what, say("see the log of Superset; the user must be an administrator of it"))
