"""Who did what: each kind of thing done is an entry of the audit log, a change of one is found, and nothing is served unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute
from kafka.admin import ACL, ACLOperation, ACLPermissionType, KafkaAdminClient, ResourcePattern, ResourceType

from hub.access.staff import HTTP
from hub.access.staffing import admit_users, exactly
from hub.api.routers import ROUTERS
from hub.cli.main import run
from hub.deeds.kinds import ROUTES, WORDS, is_open
from hub.deeds.noting import user
from projections.archive.verifier import ENTRIES
from tests.conftest import eventually
from tests.house.breaking import told
from tests.running import RunningHub

SECRET = "王小明身份证"
SOURCE, READER = "//420624/noted", "noted"
ASKED = {"names": "activities.held", "region": "420624", "as_of": "2025-12-31"}
HELD = "quarantine/0/0"


@dataclass(frozen=True)
class Act:
    """A request as one of these askers, and what the entry says of it."""

    who: str
    method: str
    path: str
    status: int
    what: str
    object: str | None = None
    words: Mapping[str, str] | None = None
    body: Any = None


ACTS = {
    "asks": Act("reader", "GET", "/v1/statistics", 200, "statistics.asked", words=ASKED),
    "asks in no form": Act("reader", "GET", "/v1/statistics", 422, "statistics.asked", words={**ASKED, "by": SECRET}),
    "exports a sheet of figures": Act("reader", "GET", "/v1/statistics", 200, "statistics.asked", words={**ASKED, "csv": "1", "note": SECRET}),
    "exports a feed": Act("reader", "GET", "/v1/feeds/420624", 200, "feed.exported", "420624"),
    "exports rows": Act("admin", "GET", f"/v1/sources/{SOURCE}/rows", 400, "sheet.exported", SOURCE),
    "opens personal data": Act("reader", "GET", "/v1/personal", 404, "personal.opened", words={"source": SOURCE, "id": "none"}),
    "opens a matter": Act("reader", "GET", "/v1/matters/none", 404, "matter.opened", "none"),
    "publishes": Act("source", "POST", "/v1/events", 422, "events.published", body=[{"subject": SECRET}]),
    "publishes a figure": Act("reader", "POST", "/v1/manifests", 403, "figure.published", words=ASKED, body={"title": SECRET}),
    "fixes": Act("source", "POST", f"/v1/quarantine/{HELD}/fix", 404, "quarantine.fixed", HELD, body={"event": {"subject": SECRET}}),
    "drops": Act("source", "POST", f"/v1/quarantine/{HELD}/drop", 404, "quarantine.dropped", HELD, body={"note": SECRET}),
    "resubmits": Act("source", "POST", f"/v1/quarantine/{HELD}/resubmit", 404, "quarantine.resubmitted", HELD, body={"note": SECRET}),
    "seals": Act("source", "POST", "/v1/seal", 200, "personal.sealed", body=[{"personal": SECRET}]),
    "erases": Act("admin", "POST", "/v1/erasures", 404, "person.erased", body={"person": SECRET}),
    "may not erase": Act("source", "POST", "/v1/erasures", 403, "person.erased", body={"person": SECRET}),
    "registers a source": Act("admin", "POST", "/v1/sources", 409, "source.registered", SOURCE, body={"source": SOURCE, "region": "420624"}),
    "rotates": Act("admin", "POST", f"/v1/sources/{SOURCE}x/rotate", 404, "source.rotated", f"{SOURCE}x"),
    "revokes a reader": Act("admin", "POST", "/v1/readers/nobody/revoke", 404, "reader.revoked", "nobody"),
    "signs in wrongly": Act("wrong", "GET", "/v1/statistics", 401, "sign_in.refused", words=ASKED),
    "says nothing of who it is": Act("nobody", "POST", "/v1/erasures", 401, "sign_in.refused", body={"person": SECRET}),
    "sends what cannot be read": Act("admin", "POST", "/v1/readers", 400, "request.refused", body=None),
}


@dataclass(frozen=True)
class Log:
    """What was answered to each act, and the entries that came of them, in their order."""

    answers: Mapping[str, httpx.Response]
    entries: Mapping[str, Mapping[str, Any]]
    tokens: Mapping[str, str]


@pytest.fixture(scope="module")
def log(first_case: RunningHub) -> Log:
    """Every act, one after the other, and the log read once."""
    hub = first_case
    reader = hub.http.post("/v1/readers", json={"reader": READER, "region": "420624"}).json()["token"]
    tokens = {"admin": hub.token, "source": hub.add_source(SOURCE, "420624"), "reader": reader, "wrong": "x" * 43}
    hub.settle()
    begin = hub.http.get("/v1/audit").json()["entries"][-1]["index"] + 1
    answers = {}
    with httpx.Client(base_url=hub.endpoints["http"]) as session:
        for name, act in ACTS.items():
            proof = {"Authorization": f"Bearer {tokens[act.who]}"} if act.who in tokens else {}
            sent = {"content": b"{"} if name == "sends what cannot be read" else {"json": act.body} if act.body is not None else {}
            if act.path == "/v1/events":
                proof |= {"Content-Type": "application/cloudevents-batch+json"}
            answers[name] = session.request(act.method, act.path, params=act.words, headers=proof, **sent)
    found = hub.http.get("/v1/audit", params={"after": begin}).json()["entries"]
    # the first is the question before it
    entries = dict(zip(ACTS, found[1:], strict=False))
    assert len(found) == len(ACTS) + 1
    return Log(answers, entries, tokens)


@pytest.mark.parametrize("name", ACTS)
def test_what_is_done_is_an_entry(log: Log, name: str) -> None:
    # given something done, or refused, by somebody
    act, entry = ACTS[name], log.entries[name]
    assert log.answers[name].status_code == act.status, log.answers[name].text
    # then the entry says what, of what, who it was and how it ended
    kinds = {"admin": ("admin", "administrator"), "source": ("source", SOURCE), "reader": ("reader", READER)}
    expected = ("nobody", "") if act.what == "request.refused" else kinds.get(act.who, ("nobody", ""))
    assert (entry["what"], entry["object"], entry["status"], entry["done"]) == (act.what, act.object, act.status, act.status < 400)
    assert (entry["kind"], entry["who"], entry["address"]) == (*expected, "127.0.0.1")
    assert entry["code"] == (None if act.status < 400 else log.answers[name].json()["code"])
    assert entry["what"] in WORDS


def test_a_question_is_named_and_no_secret_and_nobodys_data_are(log: Log, first_case: RunningHub) -> None:
    # given figures asked for, then the entry holds the question in the words of the address
    assert dict(part.split("=") for part in log.entries["asks"]["question"].split("&")) == ASKED
    # and no token, nothing of any body, no parameter that none asked for, and nothing of a question in no form
    held = str(first_case.http.get("/v1/audit").json())
    assert SECRET not in held
    assert "%E7%8E%8B" not in held
    assert not any(token in held for token in log.tokens.values())


def test_no_route_goes_unseen() -> None:
    # given every route of the application, then it is open to all, or it has its kind of entry
    routes = {(method, one.path) for router in ROUTERS for one in router.routes if isinstance(one, APIRoute) for method in one.methods or ()}
    assert {one for one in routes if not is_open(one[1])} == set(ROUTES)
    assert set(ROUTES.values()) <= set(WORDS)


@pytest.fixture
def closed(first_case: RunningHub) -> Iterator[Callable[[], None]]:
    """Takes from the doors the right to write the log; it is given back."""
    rule = ACL(f"User:{HTTP.user}", "*", ACLOperation.WRITE, ACLPermissionType.ALLOW, ResourcePattern(ResourceType.TOPIC, "audit"))

    def close() -> None:
        with closing(KafkaAdminClient(**first_case.settings.client())) as admin:
            admin.delete_acls([exactly(rule)])

    yield close
    admit_users(first_case.settings.client(), first_case.settings.secret)
    eventually(lambda: first_case.http.get("/readyz").is_success)


def test_nothing_is_served_while_the_log_cannot_be_written(first_case: RunningHub, closed: Callable[[], None], log: Log) -> None:
    # given a hub that may not write its audit log any more
    hub = first_case
    closed()
    # when somebody asks, then he is not answered; what says the same to all is
    eventually(lambda: hub.http.get("/v1/statistics", params=ASKED).status_code == 503)
    refused = hub.http.get("/v1/statistics", params=ASKED)
    assert (refused.status_code, refused.json()["code"]) == (503, "AUDIT_AWAY")
    assert hub.http.post("/v1/erasures", json={"person": "p"}).json()["code"] == "AUDIT_AWAY"
    assert [hub.http.get(path).status_code for path in ("/healthz", "/readyz", "/v1/checkpoint")] == [200, 503, 200]
    # and the doctor says so
    assert {problem.code for problem in told(hub.settings)["audit"].problems} == {"AUDIT_AWAY"}
    # when it may again, then it goes on, says that it was away, and holds what was not written then
    admit_users(hub.settings.client(), hub.settings.secret)
    eventually(lambda: hub.http.get("/v1/statistics", params=ASKED).is_success)
    entries = hub.http.get("/v1/audit", params={"after": log.entries["erases"]["index"]}).json()["entries"]
    (away,) = [at for at, one in enumerate(entries) if one["what"] == "audit.resumed"]
    assert "statistics.asked" in [one["what"] for one in entries[away + 1 :]]
    assert not told(hub.settings)["audit"].problems


def test_a_command_past_the_doors_is_an_entry_of_its_user(log: Log, first_case: RunningHub) -> None:
    # given one object derived again on the hub's machine
    first_case.cli("rebuild", "--object", "//420624/none", code=1)
    # then the log says so, and by whom; it is shown in Chinese, to the administrator alone
    entry = first_case.cli("audit", "log", "--what", "views")[-1]
    assert (entry["kind"], entry["who"], entry["object"], entry["code"]) == ("system", user(), "//420624/none", "NOT_FOUND")
    refused = httpx.get(f"{first_case.endpoints['http']}/v1/audit", headers={"Authorization": f"Bearer {log.tokens['source']}"})
    assert refused.status_code == 403


def test_a_changed_entry_is_found(log: Log, first_case: RunningHub, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # given a copy of the archive that holds all these entries
    hub, copy, last = first_case, tmp_path / "copy", log.entries["erases"]["index"]
    fetch = ["audit", "fetch", hub.endpoints["http"], str(copy), "--token", hub.token]
    eventually(lambda: hub.cli(*fetch)["logs"]["audit"] > last)
    assert run(["audit", "verify", str(copy), "--json"]) == 0
    # when somebody writes another name into the entry of an erasure
    bundle = next(one for one in sorted((copy / "audit/tile" / ENTRIES).rglob("*")) if one.is_file() and b"person.erased" in one.read_bytes())
    octets = bundle.read_bytes()
    bundle.write_bytes(octets.replace(b"person.erased", b"person.spared", 1))
    # then it is found, by log and index
    capsys.readouterr()
    assert run(["audit", "verify", str(copy)]) == 1
    assert "audit" in capsys.readouterr().out
