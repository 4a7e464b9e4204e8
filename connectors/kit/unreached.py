"""What to say of an answer that did not come whole: where, why, and what a person does."""

from __future__ import annotations

import ssl
from urllib.parse import urlsplit

import requests

from connectors.kit.body import Bounds
from connectors.kit.errors import AskedTooMuch, SettingsError, SourceError, UnexpectedReply, VendorUnavailable
from texts import say


def host_of(url: str) -> str:
    """The host and port of a URL, without what may be secret in it."""
    try:
        parts = urlsplit(url)
        return f"{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}"
    except ValueError:
        return ""


def not_received(place: str, error: requests.exceptions.RequestException) -> SourceError:
    """The error of a request without a whole answer. `place`: host and path."""
    if isinstance(error, (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema)):
        return UnexpectedReply(
            say("{place} is not under a usable URL", place=place),
            fix=say("correct the base URL of the source."),
        )
    refused = _refused_certificate(error)
    if refused:
        return SettingsError(
            say("the certificate of {place} is refused: {reason}", place=place, reason=refused),
            fix=say(
                "check the address and the clock of this machine; if the certificate is signed by "
                "an authority of your own, name its file in REQUESTS_CA_BUNDLE."
            ),
        )
    slow = isinstance(error, (requests.exceptions.ReadTimeout, requests.exceptions.ChunkedEncodingError))
    return VendorUnavailable(
        say("{place} gave no whole answer ({error})", place=place, error=type(error).__name__),
        fix=say("check the network and the vendor's status page, then run again."),
        overloaded=slow,
    )


def too_large(place: str, bounds: Bounds, *, is_long: bool) -> SourceError:
    """The error of an answer with too many bytes. `is_long`: a report, whose bound is a setting."""
    return AskedTooMuch(
        say("{place} answered more than {size} MB", place=place, size=bounds.bytes >> 20),
        fix=say("raise `report_megabytes` of the source, if the disk of the landing has the room.")
        if is_long
        else say("see what answers at this address; no answer that we ask for is so large."),
    )


def too_slow(place: str, bounds: Bounds, received: int) -> SourceError:
    """The error of an answer that did not end in time."""
    return VendorUnavailable(
        say(
            "{place} had given {received} bytes of its answer after {seconds:.0f} s, and no end",
            place=place,
            received=received,
            seconds=bounds.seconds,
        ),
        fix=say("check the network and the vendor's status page, then run again."),
        overloaded=True,
    )


def _refused_certificate(error: BaseException) -> str:
    """Why a certificate is refused, "" if that is not the cause."""
    seen: set[int] = set()
    causes = [error]
    while causes:
        cause = causes.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message or "it cannot be verified"
        inner = (cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args)
        causes += [each for each in inner if isinstance(each, BaseException)]
    return ""
