"""What a vendor's refusal becomes: an error of the kind that says who has to act."""

from __future__ import annotations

from connectors.kit.call import Call, Reply
from connectors.kit.errors import AccessDenied, AskedTooMuch, SourceError, UnexpectedReply, VendorUnavailable
from connectors.kit.judgement import Judgement, Vendor
from texts import say
from texts.redaction import Redactor


def refused(call: Call, reply: Reply, vendor: Vendor, verdict: Judgement, redact: Redactor) -> SourceError:
    """The error of a reply that is not to be read, in the vendor's own words without secrets."""
    try:
        said, fix = vendor.explain(reply)
    except RecursionError:
        said, fix = "", say("look at the vendor's status page and run again.")
    said = redact.quote(said)
    what = f"{redact(call.path)} answered {reply.status}{': ' + said if said else ''}"
    if verdict is Judgement.DENIED:
        return AccessDenied(what, fix=fix)
    if verdict is Judgement.TOO_MUCH:
        return AskedTooMuch(what, fix=fix)
    if verdict is Judgement.BROKEN or (verdict is Judgement.RETRY and reply.status == 200):
        return UnexpectedReply(what, fix=fix)
    overloaded = verdict is Judgement.RETRY and reply.status >= 500 and vendor.wait_asked(reply) is None
    return VendorUnavailable(what, fix=fix, overloaded=overloaded)
