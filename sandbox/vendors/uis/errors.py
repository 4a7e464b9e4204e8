"""The errors of the Data API: codes, mnemonics and texts, and the JSON-RPC envelope of every answer."""

from __future__ import annotations

from typing import Any

from sandbox.wire.exchange import Reply, encode_json

JSON = "application/json; charset=UTF-8"
_CODES: dict[int, dict[str, str]] = {
    -32700: {"parse_error": "Invalid JSON was received by the server"},
    -32600: {"invalid_request": "The JSON sent is not a valid Request object"},
    -32601: {"method_not_found": "The method does not exist / is not available"},
    -32602: {
        "data_type_error": "Invalid data type",
        "required_parameter_missed": "The required parameter has been missed",
        "invalid_parameter_value": "The parameter has an invalid value",
        "unexpected_parameters": "Unexpected parameters have been passed",
        "invalid_parameters_combination": "The parameters cannot be used together",
        "sort_prohibited": "Sorting by this field is prohibited",
        "filter_prohibited": "Filtering by this field is prohibited",
        "date_interval_limit_reached": "The period is longer than allowed",
    },
    -32603: {"internal_error": "Internal JSON-RPC error"},
    -32001: {
        "access_token_invalid": "Access token is invalid",
        "access_token_expired": "Access token has been expired",
        "access_token_blocked": "Access token has been blocked",
        "auth_error": "Login or password is wrong",
    },
    -32003: {
        "ip_not_whitelisted": "The IP address is not whitelisted",
        "forbidden": "The action is forbidden",
    },
    -32008: {
        "method_component_disabled": "The component of the method is disabled",
        "parameter_component_disabled": "The component of the parameter is disabled",
    },
    -32009: {"account_inactive": "The account is inactive"},
    -32029: {"limit_exceeded": "The limit of requests has been exceeded"},
    -32099: {
        "batch_opreations_not_supported": "Batch operations are not supported",
        "notifications_not_supported": "Notifications are not supported",
    },
}
_BY_MNEMONIC = {name: (code, text) for code, names in _CODES.items() for name, text in names.items()}


class Refused(Exception):
    """A call that is answered with an error: its mnemonic, and the parameter and value that are to blame."""

    def __init__(self, mnemonic: str, field: str | None = None, value: Any = None) -> None:
        """Keep what the answer says."""
        self.code, text = _BY_MNEMONIC[mnemonic]
        super().__init__(text)
        self.mnemonic, self.field, self.value = mnemonic, field, value

    def reply(self, id_: Any, metadata: dict[str, Any] | None = None) -> Reply:
        """Give the whole answer: HTTP says that all is well."""
        data = {
            "mnemonic": self.mnemonic,
            "field": self.field,
            "value": self.value,
            "params": {"object": None},
            "extended_helper": None,
            "metadata": metadata or {},
        }
        return _envelope(id_, "error", {"code": self.code, "message": str(self), "data": data})


def done(id_: Any, result: dict[str, Any]) -> Reply:
    """Give the answer of a call that went well."""
    return _envelope(id_, "result", result)


def _envelope(id_: Any, name: str, content: dict[str, Any]) -> Reply:
    return Reply(200, encode_json({"jsonrpc": "2.0", "id": id_, name: content}), JSON)
