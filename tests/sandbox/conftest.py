"""One pretend company for the whole session, behind its real process and port."""

import os

import pytest

from tests.sandbox import pretend_portal
from tests.sandbox.pretend_company import FIRST_NIGHT, PATIENT, Sandbox, start_server


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    process, ready = start_server(tmp_path_factory.mktemp("company"), "--parent-pid", str(os.getpid()))
    yield Sandbox(ready, process)
    process.terminate()
    process.wait(10)


@pytest.fixture
def sandbox(server):
    """The company on its first night, healthy and in no hurry."""
    server.control("DELETE", "faults")
    server.control("POST", "limits", PATIENT)
    if server.control("GET", "clock")[1]["now"] != FIRST_NIGHT:
        server.control("POST", "clock", {"now": FIRST_NIGHT})
    return server


@pytest.fixture(scope="session")
def portal_server(tmp_path_factory):
    words = ["--crm", "bitrix24", "--telephony", "bitrix24", "--parent-pid", str(os.getpid())]
    process, ready = start_server(tmp_path_factory.mktemp("portal"), *words)
    yield Sandbox(ready, process)
    process.terminate()
    process.wait(10)


@pytest.fixture
def b24(portal_server):
    """The portal of a company that has Bitrix24 for everything, on its first night, healthy."""
    portal_server.control("DELETE", "faults")
    if portal_server.control("GET", "clock")[1]["now"] != FIRST_NIGHT:
        portal_server.control("POST", "clock", {"now": FIRST_NIGHT})
    opened = pretend_portal.Portal(portal_server)
    opened.limits()
    return opened
