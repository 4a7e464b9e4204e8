"""Talks to a running Superset over its API: logs in, imports a bundle, asks charts."""

import json
from collections.abc import Mapping
from typing import Any

import requests

from bi.errors import BIRefused
from texts import say

_SECONDS = 600


class Client:
    """One logged-in session at `address`, such as http://127.0.0.1:8088."""

    def __init__(self, address: str, user: str, password: str) -> None:
        self.address = address.rstrip("/")
        self._session = requests.Session()
        login = {"username": user, "password": password, "provider": "db", "refresh": False}
        token = self._answer(self._session.post(self._url("security/login"), json=login, timeout=_SECONDS))
        self._session.headers["Authorization"] = f"Bearer {token['access_token']}"
        csrf = self.get("security/csrf_token/")["result"]
        self._session.headers.update({"X-CSRFToken": csrf, "Referer": self.address})

    def get(self, path: str, **params: Any) -> dict[str, Any]:
        """An answer of the API below /api/v1/; raises BIRefused with what Superset said."""
        return self._answer(self._session.get(self._url(path), params=params, timeout=_SECONDS))

    def post(self, path: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to what is sent to the API below /api/v1/; raises BIRefused with what Superset said."""
        return self._answer(self._session.post(self._url(path), json=content, timeout=_SECONDS))

    def ask(self, question: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The results of a chart's question, one for each query."""
        results: list[dict[str, Any]] = self.post("chart/data", question)["result"]
        return results

    def import_bundle(self, archive: bytes, passwords: Mapping[str, str]) -> None:
        """Put everything of a bundle in place, over what stands there under the same lasting names."""
        files = {"bundle": ("voronka.zip", archive, "application/zip")}
        data = {"passwords": json.dumps(passwords)}
        self._answer(
            self._session.post(self._url("assets/import/"), files=files, data=data, timeout=_SECONDS)
        )

    def _url(self, path: str) -> str:
        return f"{self.address}/api/v1/{path}"

    def _answer(self, response: requests.Response) -> dict[str, Any]:
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
