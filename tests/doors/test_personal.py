"""Personal data: sealed at every door, opened for who may read, closed for good by `hub erase`; and nothing else changes."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from kafka import KafkaProducer

from connectors.csv.template import template
from connectors.http.translate import BATCH
from hub.access import facts
from hub.access.rights import ADMINISTRATOR
from hub.embedded import kafka
from hub.keys.erasing import INBOX_MS
from hub.keys.place import key_store
from hub.keys.store import DAY_MS
from hub.settings import Settings
from hub.supervisor.bringup import furnish
from hub.supervisor.turning import Turning
from schemas import cloudevents, codec, content
from schemas.days import parse_instant
from schemas.ids import uuid7
from schemas.registry import by_name
from schemas.sealed import is_sealed, pieces_of
from tests.conftest import eventually
from tests.doors.conftest import Served
from tests.doors.events import event
from tests.running import RunningHub

SOURCE, TOWN = "//420624/sealing", "//420624101/zxt"
PERSON, OTHER = f"{TOWN}/p-4", f"{TOWN}/p-5"
NAME, PHONE = "欧阳令仪", "13942062417"
ZHANG = {"person": PERSON, "name": NAME, "phone": PHONE}


@pytest.fixture(scope="module")
def client(served: Served) -> Iterator[httpx.Client]:
    with served.client(served.add_source(SOURCE)) as client:
        yield client


def post(client: httpx.Client, *events: Any, **words: Any) -> httpx.Response:
    return client.post("/v1/events", content=json.dumps(events), headers={"content-type": BATCH}, **words)


def record(served: Served, receipt: str) -> Any:
    topic, partition, offset = receipt.split("/")
    return next(one for one in served.records(topic) if (one.partition, one.offset) == (int(partition), int(offset)))


@contextmanager
def away(settings: Settings) -> Iterator[None]:
    """The key store is not there."""
    file = key_store(settings).file
    file.rename(file.with_suffix(".away"))
    yield
    file.with_suffix(".away").rename(file)


def test_the_door_seals_what_is_said_of_persons_before_the_inbox_has_it(served: Served, client: httpx.Client) -> None:
    plain, said = event(SOURCE), event(SOURCE, personal={"petitioner": [ZHANG, {"person": OTHER, "name": "李"}]})
    given = post(client, plain, said, event(SOURCE, personal={"petitioner": {**ZHANG, "phone": 138}}))
    assert given.status_code == 202, given.text
    first, second, third = given.json()
    # then what stands in the inbox is sealed, the event else as it was said, and nothing of it can be read there
    found = record(served, second["receipt"])
    kept = codec.decode(found.value)
    assert (is_sealed(kept["personal"]), len(pieces_of(kept["personal"]))) == (True, 2)
    assert content.content(kept) == content.content(said)
    assert not any(text.encode() in found.value for text in (NAME, PHONE, PERSON))
    assert "personal" not in codec.decode(record(served, first["receipt"]).value)
    # and what is wrong is told at its place, without what was said
    assert (third["status"], third["problem"]["code"], third["problem"]["pointer"]) == ("refused", "FIELD_TYPE", "#/personal/petitioner/phone")
    assert NAME not in given.text


def test_a_rehearsal_looks_at_the_form_and_seals_nothing(served: Served, client: httpx.Client) -> None:
    person = f"{SOURCE}/p-rehearsed"
    said = [event(SOURCE, personal={"contact": one}) for one in ({"person": person, "name": NAME}, {"name": NAME})]
    given = post(client, *said, params={"dry_run": "1"}).json()
    assert [(one["status"], one.get("problem", {}).get("code")) for one in given] == [("valid", None), ("refused", "FIELD_MISSING")]
    assert key_store(served.settings).destroy(person, None) is None


def test_a_native_publisher_has_it_sealed_for_its_event_alone(client: httpx.Client, served: Served) -> None:
    sent = event(SOURCE, personal={"handler": ZHANG})
    wanted = {name: sent[name] for name in ("id", "type", "region", "personal")}
    given = client.post("/v1/seal", json=[wanted, {**wanted, "region": None}, {**wanted, "type": "cn.npc.x.v1"}, {**wanted, "personal": PHONE}, 7])
    assert given.status_code == 200, given.text
    sealed, *wrong = given.json()
    assert (sealed["id"], is_sealed(sealed["personal"])) == (sent["id"], True)
    codes = [(one["problem"]["code"], one["problem"].get("pointer", "")) for one in wrong]
    assert codes == [("FIELD_MISSING", "#/region"), ("TYPE_UNKNOWN", "#/type"), ("NOT_YET_SEALED", "#/personal"), ("FIELD_TYPE", "")]
    assert PHONE not in given.text
    # and what is sealed passes a door as it is
    (taken,) = post(client, {**sent, "personal": sealed["personal"]}).json()
    assert codec.decode(record(served, taken["receipt"]).value)["personal"] == sealed["personal"]


def test_while_the_key_store_is_away_only_personal_data_wait(served: Served, client: httpx.Client) -> None:
    said = event(SOURCE, personal={"petitioner": ZHANG})
    with away(served.settings):
        given = post(client, event(SOURCE), said)
        assert (given.status_code, [one["status"] for one in given.json()]) == (202, ["received", "refused"])
        assert given.json()[1]["problem"]["code"] == "KEYS_AWAY"
        alone = post(client, said)
        assert (alone.status_code, alone.json()["code"]) == (503, "KEYS_AWAY")
        sealing = client.post("/v1/seal", json=[{name: said[name] for name in ("id", "type", "region", "personal")}])
        assert (sealing.status_code, sealing.headers["retry-after"]) == (503, "2")
        with served.client() as admin:
            erasing = admin.post("/v1/erasures", json={"person": PERSON})
        assert (erasing.status_code, erasing.json()["code"]) == (503, "KEYS_AWAY")
    # when it is back, the same is taken as it is
    assert post(client, said).json()[0]["status"] == "received"


def test_only_the_administrator_erases_only_who_reads_opens_only_who_speaks_seals(served: Served, client: httpx.Client) -> None:
    assert client.post("/v1/erasures", json={"person": PERSON}).status_code == 403
    with served.client() as admin:
        token = admin.post("/v1/readers", json={"reader": "420624-seal", "region": "420624"}).json()["token"]
    with served.client(token) as reader_:
        assert reader_.post("/v1/seal", json=[]).status_code == reader_.post("/v1/erasures", json={"person": PERSON}).status_code == 403
    assert client.get("/v1/personal", params={"source": SOURCE, "id": "x"}).status_code == 403


# From here on a whole hub: its gate, its ledger, its views.


@pytest.fixture(scope="module")
def whole(doors_hub: RunningHub) -> RunningHub:
    doors_hub.add_source(TOWN, "420624101")
    doors_hub.settle()
    return doors_hub


def opinion(number: int, **changes: Any) -> dict[str, Any]:
    name = f"{TOWN}/o-{number}"
    said = {"opinion": name, "origin": "420624101", "category": "交通"}
    return {
        "specversion": "1.0", "id": uuid7(), "source": TOWN, "type": "cn.npc.opinion.collected.v1", "subject": name,
        "time": "2025-06-08T09:00:00+08:00", "unit": "420624101-zxt", "level": "town", "region": "420624101", "data": said, **changes,
    }  # fmt: skip


def reader(whole: RunningHub, region: str) -> dict[str, str]:
    given = whole.http.post("/v1/readers", json={"reader": f"personal-{region}", "region": region})
    return {"Authorization": f"Bearer {given.json()['token']}"}


def figures(whole: RunningHub) -> Any:
    return {name: whole.ask(name, "42") for name in ("opinions.collected", "opinions.resolved", "suggestions.consolidated")}


def found(whole: RunningHub, *texts: str) -> set[str]:
    """Which of some texts stand in any file of the hub: of broker (but lists of offsets), database with its write-ahead log, keys, secrets, logs."""
    words = [word for text in texts for word in ("-e", text)]
    command = ["grep", "-rahoF", "--exclude=*.index", "--exclude=*.timeindex", *words, str(whole.settings.folder.root)]
    return set(subprocess.run(command, capture_output=True, env={"LC_ALL": "C"}, check=True).stdout.decode().splitlines())


def test_who_may_read_sees_until_the_person_is_erased_and_no_figure_changes(whole: RunningHub) -> None:
    one, two = opinion(1, personal={"petitioner": ZHANG}), opinion(2, personal={"petitioner": {"person": OTHER, "name": "李"}, "contact": ZHANG})
    assert [answer["status"] for answer in whole.publish([one, two, opinion(3)])] == ["received"] * 3
    whole.settle()
    shown = whole.cli("show", one["subject"], "--personal")
    assert [each["said"] for told in shown["personal"] for each in told["personal"]] == [ZHANG]
    # given a reader of the county and one of another county: to the other there is no such event
    asked = {"source": TOWN, "id": two["id"]}
    inside, outside = reader(whole, "420624"), reader(whole, "420625")
    given = whole.http.get("/v1/personal", params=asked, headers=inside)
    assert [(each["purpose"], each["said"]) for each in given.json()["personal"]] == [
        ("contact", ZHANG),
        ("petitioner", {"person": OTHER, "name": "李"}),
    ]
    refused = whole.http.get("/v1/personal", params=asked, headers=outside)
    absent = whole.http.get("/v1/personal", params={**asked, "id": "none"}, headers=inside)
    assert (refused.status_code, refused.json()["code"]) == (absent.status_code, absent.json()["code"]) == (404, "NOT_FOUND")
    # and who looked is kept
    assert key_store(whole.settings).opened()[0][1:] == ("personal-420624", TOWN, two["id"])

    # when the petitioner is erased
    before = figures(whole)
    assert before["opinions.collected"][0]["n"] >= 3
    report = whole.cli("erase", PERSON, "--reason", "本人申请")
    # then it is closed at once, clean when neither inbox nor a copy of the keys is left, and the keys are found nowhere
    closed = parse_instant(report["closed"])
    assert (report["keys"], report["proved"]["found"]) == (2, [])
    assert parse_instant(report["inboxes_until"]) == closed + INBOX_MS
    assert closed < parse_instant(report["clean_from"]) <= closed + 30 * DAY_MS
    given = whole.http.get("/v1/personal", params=asked, headers=inside)
    assert [(each["purpose"], each["state"]) for each in given.json()["personal"]] == [("contact", "erased"), ("petitioner", "open")]
    english = whole.http.get("/v1/personal", params={"source": TOWN, "id": one["id"], "lang": "en"})
    assert english.json()["personal"] == [{"purpose": "petitioner", "state": "erased", "sentence": "erased"}]
    # and the ledger says it, every feed tells it, no figure has changed, and of the person nothing is written anywhere
    whole.settle()
    assert figures(whole) == before
    feed = {"type": "cn.npc.person.erased.v1", "from": "earliest"}
    eventually(lambda: [item["data"]["person"] for item in whole.http.get("/v1/feeds/420624101", params=feed).json()] == [PERSON])
    assert found(whole, one["subject"], NAME, PHONE) == {one["subject"]}
    # and what comes again is not sealed again
    (again,) = whole.publish([opinion(4, personal={"petitioner": ZHANG}), opinion(5)])[:1]
    assert (again["status"], again["problem"]["code"]) == ("refused", "PERSON_ERASED")


def test_a_native_source_publishes_what_the_hub_sealed_and_nothing_in_the_clear(whole: RunningHub) -> None:
    # given a native source that has had the personal data of one event sealed, and sends another's in the clear and a third's torn
    source = "//420624101/native"
    given = whole.http.post("/v1/sources", json={"source": source, "region": "420624101", "families": ["activity"], "kafka": True}).json()
    person = {"person": f"{source}/p-1", "name": "Zhang"}
    events = [opinion(at, source=source) for at in (91, 92, 93)]
    wanted = {**{name: events[0][name] for name in ("id", "type", "region")}, "personal": {"petitioner": person}}
    (sealed,) = whole.http.post("/v1/seal", json=[wanted], headers={"Authorization": f"Bearer {given['token']}"}).json()
    texts: list[Any] = [sealed["personal"], {"petitioner": person}, sealed["personal"][:-40]]
    values = [cloudevents.to_structured({**event, "personal": text}) for event, text in zip(events, texts, strict=True)]
    sign_in = kafka.client(whole.endpoints["kafka"], given["kafka"]["user"], given["kafka"]["password"])
    (topic,) = (one for one in given["kafka"]["topics"] if ".town." in one)
    with closing(KafkaProducer(**sign_in, acks="all")) as producer:
        for value in values:
            producer.send(topic, value, b"k").get(timeout=10)
    # then the first is on the ledger and opens, the others are in quarantine, located and not kept
    asked = {"source": source, "id": events[0]["id"]}
    # The gate looks for new topics of native sources every few seconds.
    eventually(lambda: whole.http.get("/v1/personal", params=asked).is_success, 60)
    assert [one["said"] for one in whole.http.get("/v1/personal", params=asked).json()["personal"]] == [person]
    # (the first may have waited for its source)
    kept = "SELECT code, field, value FROM core.quarantine WHERE source = %(source)s AND id <> %(id)s"
    eventually(lambda: whole.sql(kept, asked) == [("NOT_YET_SEALED", "/personal", None)] * 2, 60)


def test_erasing_nobody_and_somebody_again_is_said_in_words(whole: RunningHub) -> None:
    unknown, again = (whole.http.post("/v1/erasures", json={"person": one}) for one in (f"{TOWN}/p-404", PERSON))
    assert (unknown.status_code, unknown.json()["code"], unknown.json()["got"]) == (404, "NEVER_SEALED", f"{TOWN}/p-404")
    assert (again.status_code, again.json()["code"]) == (409, "ALREADY_ERASED")
    closed, clean = map(parse_instant, again.json()["got"].split(" → "))
    assert closed + INBOX_MS <= clean
    assert "没有可删的" in unknown.json()["detail"]
    assert whole.cli("erase", f"{TOWN}/p-404", code=1) == []
    whole.settle()
    told = whole.sql("SELECT count(*) FROM core.event WHERE type = 'cn.npc.person.erased.v1' AND source = %(me)s", {"me": ADMINISTRATOR})
    assert told == [(1,)]


def test_an_older_copy_of_the_keys_put_back_is_held_to_what_the_ledger_says(whole: RunningHub) -> None:
    # given a copy of the store from before another person was erased
    person = f"{TOWN}/p-6"
    said = opinion(6, personal={"petitioner": {"person": person, "name": NAME}})
    whole.publish([said])
    whole.settle()
    store = key_store(whole.settings)
    shutil.copy(store.file, store.folder / "copy")
    # which is found where it lies, and said: it is not proved
    report = whole.cli("erase", person, code=1)
    assert report["proved"]["found"] == [str(store.folder / "copy")]
    whole.settle()
    (store.folder / "copy").replace(store.file)
    asked = {"source": TOWN, "id": said["id"]}
    assert whole.http.get("/v1/personal", params=asked).json()["personal"][0]["state"] == "open"
    # when the hub comes up with it, then what was erased is erased again
    furnish(whole.settings)
    assert whole.http.get("/v1/personal", params=asked).json()["personal"][0]["state"] == "erased"
    assert whole.http.post("/v1/erasures", json={"person": person}).json()["code"] == "ALREADY_ERASED"


def test_an_erasure_that_only_the_ledger_knows_of_reaches_the_keys(whole: RunningHub) -> None:
    # given two persons whose erasure the administrator has published by himself, one after the other
    turning = Turning(whole.settings)
    for number in (61, 62):
        person, said = f"{TOWN}/p-{number}", opinion(number)
        said["personal"] = {"petitioner": {"person": person, "name": NAME}}
        whole.publish([said])
        whole.publish([facts.erased(person, None, whole.settings.now())])
        whole.settle()
        asked = {"source": TOWN, "id": said["id"]}
        assert whole.http.get("/v1/personal", params=asked).json()["personal"][0]["state"] == "open"
        # when the key store is tended, then it is closed
        turning.tend()
        assert whole.http.get("/v1/personal", params=asked).json()["personal"][0]["state"] == "erased"


def test_an_erasure_that_the_broker_did_not_hear_of_is_ended_by_asking_again(whole: RunningHub) -> None:
    # given a person whose keys were destroyed, and no more
    person = f"{TOWN}/p-7"
    whole.publish([opinion(7, personal={"petitioner": {"person": person, "name": NAME}})])
    assert key_store(whole.settings).destroy(person, "本人申请") is not None
    # when it is asked for again, then the ledger is told, with the day of the destruction
    report = whole.http.post("/v1/erasures", json={"person": person}).json()
    whole.settle()
    ((at,),) = whole.sql("SELECT time FROM core.event WHERE type = 'cn.npc.person.erased.v1' AND object = %(person)s", {"person": person})
    assert round(at.timestamp() * 1000) == parse_instant(report["closed"])


def test_a_sheet_says_of_persons_what_the_door_seals(whole: RunningHub, tmp_path: Path) -> None:
    # given a sheet with columns on a petitioner beside those of its template
    kind = by_name("cn.npc.opinion.collected.v1")
    assert kind is not None
    header, example = csv.reader(io.StringIO(template(kind).decode("utf-8-sig")))
    cells = dict(zip(header, example, strict=True)) | {"对象": f"{TOWN}/o-8", "意见": f"{TOWN}/o-8", "行为机关": "420624101-zxt", "层级": "乡级"}
    cells |= {"区划": "420624101", "来源地": "420624101", header[0]: "k-8", "反映人·人员": f"{TOWN}/p-8", "反映人·姓名": "欧阳", "反映人·电话": PHONE}
    out = io.StringIO()
    csv.writer(out).writerows([list(cells), list(cells.values())])
    (tmp_path / "opinions.csv").write_bytes(out.getvalue().encode("utf-8-sig"))
    session = ("--hub", whole.endpoints["http"], "--token", whole.tokens[TOWN])
    found = whole.cli("import", str(tmp_path / "opinions.csv"), *session)
    assert (found["problems"], found["published"]) == ([], {"accepted": 1})
    # then what the ledger has is sealed, and opens
    ((name,),) = whole.sql("SELECT id FROM core.event WHERE object = %(object)s", {"object": f"{TOWN}/o-8"})
    (told,) = whole.http.get("/v1/personal", params={"source": TOWN, "id": name}).json()["personal"]
    assert told["said"] == {"person": f"{TOWN}/p-8", "name": "欧阳", "phone": PHONE}
