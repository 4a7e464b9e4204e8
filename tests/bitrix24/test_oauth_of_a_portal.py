"""A local application in place of a webhook: tokens in the body, renewed on demand, the pair replaced."""

from __future__ import annotations

import pytest

from connectors.kit.errors import AccessDenied
from tests.bitrix24.portal import PROFILE, TIME, Portal, Told, listing


@pytest.fixture
def renewals(portal):
    given: list[str] = []
    portal.member_id = "0f1e2d3c"

    def token(asked):
        given.append(asked.query["refresh_token"])
        assert asked.verb == "GET" and asked.query["grant_type"] == "refresh_token"
        number = len(given)
        return {
            "access_token": f"access-{number}",
            "refresh_token": f"refresh-{number}",
            "expires_in": 3600,
            "expires": 1767229200,
            "client_endpoint": f"{portal.url}/rest/",
            "server_endpoint": f"{portal.url}/rest/",
            "member_id": portal.member_id,
        }

    portal.methods["token"] = token
    return given


@pytest.fixture
def reader(portal, reader_of):
    oauth = {
        "client_id": "app.1",
        "client_secret": "cl1ent-s3cret",
        "refresh_token": "seed-t0ken",
        "token_url": f"{portal.url}/oauth/token/",
    }
    return reader_of(portal=portal.url, oauth=oauth)


def test_the_token_goes_into_the_body_and_the_secret_to_the_authorization_server_alone(
    portal, reader, renewals, caplog
):
    portal.methods["crm.deal.list"] = listing([])
    with caplog.at_level("DEBUG"):
        reader.load("deals")
    assert portal.calls("crm.deal.list")[0]["auth"] == "access-1"
    assert portal.asked[-1].path == "/rest/crm.deal.list" and not portal.asked[-1].query
    assert renewals == ["seed-t0ken"]
    for secret in ("cl1ent-s3cret", "seed-t0ken", "access-1", "refresh-1"):
        assert secret not in caplog.text


def test_a_pair_is_kept_and_renewed_only_when_the_token_is_refused(portal, reader, renewals):
    refused = Told({"error": "expired_token", "error_description": "expired"}, 401)

    def answer(asked):
        return listing([])(asked) if asked.body["auth"] in good else refused

    good = {"access-1"}
    portal.methods["crm.deal.list"] = answer
    portal.methods["profile"] = lambda asked: PROFILE if asked.body["auth"] in good else refused
    reader.load("deals")
    reader.load("deals")
    assert renewals == ["seed-t0ken"]
    good = {"access-2"}
    assert reader.load("deals").complete
    assert renewals == ["seed-t0ken", "refresh-1"]


def refusing_all_but(good):
    """Answers to those who show this access token, and to nobody else."""
    refused = Told({"error": "expired_token", "error_description": "expired"}, 401)
    return lambda answer: lambda asked: answer(asked) if asked.body["auth"] == good else refused


def test_the_next_pair_is_asked_for_at_the_authorization_server_that_the_answer_named(
    portal, reader, renewals
):
    other = Portal()
    try:
        token = portal.methods["token"]
        portal.methods["token"] = lambda asked: token(asked) | {"server_endpoint": f"{other.url}/rest/"}
        other.methods["token"] = lambda asked: token(asked) | {"server_endpoint": "ftp://odd"}
        portal.methods["crm.deal.list"] = listing([])
        reader.load("deals")
        for good in ("access-2", "access-3"):
            but = refusing_all_but(good)
            portal.methods["crm.deal.list"] = but(listing([]))
            portal.methods["profile"] = but(lambda asked: PROFILE)
            reader.load("deals")
        asked = [each.path for each in other.asked]
        assert asked == ["/oauth/token/"], "and what is no address leads back to that of the settings"
        assert renewals == ["seed-t0ken", "refresh-1", "refresh-2"]
    finally:
        other.close()


def test_a_token_of_another_portal_reads_nothing(portal, reader, renewals):
    portal.methods["crm.deal.list"] = listing([])
    reader.load("deals")
    portal.member_id = "another"
    reader.settings["oauth"]["refresh_token"] = "of-another-portal"
    before = len(portal.calls("crm.deal.list"))
    for _ in range(2):
        with pytest.raises(AccessDenied, match="another portal"):
            reader.load("deals")
    assert len(portal.calls("crm.deal.list")) == before
    portal.member_id = "0f1e2d3c"
    reader.settings["oauth"]["refresh_token"] = "of-the-same-portal"
    assert reader.load("deals").complete


def test_an_application_that_is_no_longer_authorised_is_refused_with_what_to_do(portal, reader):
    portal.methods["token"] = lambda asked: Told(
        {"error": "invalid_grant", "error_description": "Invalid token"}, 400
    )
    with pytest.raises(AccessDenied, match="authorise the integration again"):
        reader.load("deals")
    assert TIME
