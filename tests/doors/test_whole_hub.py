"""Doors, gate and ledger together: verdicts that are waited for, fates, the desk, and one content through every door."""

from __future__ import annotations

import csv
import io
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from kafka import KafkaProducer

from connectors.csv.template import template
from connectors.http.translate import BATCH, STRUCTURED
from hub.access.kafka import user_of
from hub.embedded import kafka
from schemas import codec, content
from schemas.ids import row_id
from schemas.registry import by_name
from schemas.topics import native_inbox
from tests.answers import held
from tests.conftest import eventually
from tests.doors.events import event
from tests.doors.world import unit
from tests.running import RunningHub

SOURCE, OTHER = "//420624/whole", "//420625/whole"


@pytest.fixture(scope="module")
def whole(doors_hub: RunningHub) -> RunningHub:
    """A hub that knows the world, two sources and a reader."""
    given = doors_hub.http.post("/v1/sources", json={"source": SOURCE, "region": "420624", "kafka": True}).json()
    doors_hub.tokens[SOURCE] = given["token"]
    doors_hub.tokens["kafka"] = given["kafka"]["password"]
    doors_hub.add_source(OTHER, "420625")
    doors_hub.settle()
    return doors_hub


def client(whole: RunningHub, source: str) -> httpx.Client:
    return httpx.Client(base_url=whole.endpoints["http"], headers={"Authorization": f"Bearer {whole.tokens[source]}"}, timeout=60)


def post(whole: RunningHub, *events: Any, source: str = SOURCE, wait: int = 20) -> list[dict[str, Any]]:
    given = held(client(whole, source).post("/v1/events", content=json.dumps(events), headers={"content-type": BATCH}, params={"wait": wait}))
    assert given.status_code == 202, given.text
    answers: list[dict[str, Any]] = given.json()
    return answers


def told(answer: dict[str, Any]) -> tuple[str, str | None, str | None]:
    problem = answer.get("problem", {})
    return answer["status"], problem.get("code"), problem.get("pointer")


def test_waiting_tells_the_gates_verdict_on_each_event(whole: RunningHub) -> None:
    good = event(SOURCE)
    first = post(
        whole, good, event(SOURCE, time="1953-12-31T00:00:00+08:00"), event(SOURCE, time="2999-01-01T00:00:00+08:00"), event(SOURCE, unit="420624-nn")
    )
    assert [told(one) for one in first] == [
        ("accepted", None, None),
        ("quarantined", "TIME_TOO_OLD", "#/time"),
        ("quarantined", "TIME_IN_FUTURE", "#/time"),
        ("waiting", "UNIT_UNKNOWN", "#/unit"),
    ]
    again = post(whole, good, {**good, "data": {**good["data"], "round": 2}})
    # The first is told as a duplicate where it was judged before the second came.
    assert again[0]["status"] in {"duplicate", "equivocation"}
    assert again[1]["status"] == "equivocation"


def test_a_copy_is_a_duplicate(whole: RunningHub) -> None:
    good = event(SOURCE)
    assert post(whole, good)[0]["status"] == "accepted"
    assert post(whole, {**good, "sequence": "77", "time": "2025-06-08T08:20:00Z"})[0]["status"] == "duplicate"
    found = client(whole, SOURCE).get("/v1/events", params={"source": SOURCE, "id": good["id"]}).json()
    # The gate may write a record once more when it goes back to its commit: one copy is accepted, and there is at least one other.
    first, *others = [one["status"] for one in found["copies"]]
    assert (found["status"], first, set(others)) == ("accepted", "accepted", {"duplicate"})


def test_one_equivocation_one_notice(whole: RunningHub) -> None:
    mine = event(SOURCE)
    post(whole, mine, {**mine, "data": {**mine["data"], "round": 2}}, {**mine, "data": {**mine["data"], "round": 3}})
    whole.settle()
    notices = client(whole, SOURCE).get(f"/v1/sources/{SOURCE}/notices").json()
    (notice,) = [one for one in notices if one.get("id") == mine["id"]]
    assert notice["kind"] == "equivocation"
    assert notice["copies"] >= 3
    assert client(whole, OTHER).get(f"/v1/sources/{SOURCE}/notices").status_code == 404
    # and of a source that nobody registered there are none to list
    assert whole.http.get("/v1/sources/nobody/notices").status_code == 404
    assert whole.http.get(f"/v1/sources/{OTHER}/notices").status_code == 200


def test_what_waits_passes_by_itself_when_the_fact_comes(whole: RunningHub) -> None:
    early = event(SOURCE, unit="420624-new")
    (answer,) = post(whole, early)
    assert told(answer) == ("waiting", "UNIT_UNKNOWN", "#/unit")
    whole.publish([unit("420624-new", "420624", "county")])

    def fate() -> str:
        return str(client(whole, SOURCE).get(f"/v1/receipts/{answer['receipt']}").json()["status"])

    eventually(lambda: fate() == "accepted")
    asked = client(whole, SOURCE).get("/v1/events", params={"source": SOURCE, "id": early["id"]}).json()
    assert asked["status"] == "accepted"


def test_fates_are_for_the_source_and_for_readers_above_alone(whole: RunningHub) -> None:
    good, bad = event(SOURCE), event(SOURCE, time="1953-01-01T00:00:00+08:00")
    accepted, refused = post(whole, good, bad)
    above, beside = (
        whole.http.post("/v1/readers", json={"reader": f"{region}-eye", "region": region}).json()["token"] for region in ("4206", "420625")
    )
    asked = {
        f"/v1/events?source={SOURCE}&id={good['id']}": "accepted",
        f"/v1/events?source={SOURCE}&id={bad['id']}": "quarantined",
        f"/v1/receipts/{accepted['receipt']}": "accepted",
        f"/v1/receipts/{refused['receipt']}": "quarantined",
        f"/v1/quarantine/{refused['receipt']}": "refused",
    }
    for path, status in asked.items():
        for token, code in ((whole.tokens[SOURCE], 200), (above, 200), (whole.token, 200), (beside, 404), (whole.tokens[OTHER], 404)):
            given = whole.http.get(path, headers={"Authorization": f"Bearer {token}"})
            assert given.status_code == code, (path, given.text)
            body = given.json()
            assert code == 404 or body.get("status", body.get("kind")) == status
            # The answer to what one may not see tells nothing but what was asked.
            assert code == 200 or (body["code"], SOURCE in given.text.replace(path, "")) == ("NOT_FOUND", False)


def test_the_desk_says_in_its_own_name_what_could_not_be_said(whole: RunningHub) -> None:
    desk = "//4206/desk"
    whole.add_source(desk, "4206")
    bad = event(SOURCE, time="1953-01-01T00:00:00+08:00")
    (answer,) = post(whole, bad)
    receipt = answer["receipt"]
    listed = client(whole, desk).get("/v1/quarantine").json()
    assert receipt in [one["receipt"] for one in listed]
    shown = client(whole, desk).get(f"/v1/quarantine/{receipt}").json()
    assert (shown["event"]["id"], shown["problem"]["code"]) == (bad["id"], "TIME_TOO_OLD")
    fixed = client(whole, desk).post(
        f"/v1/quarantine/{receipt}/fix", json={"event": {**bad, "time": "2025-06-08T10:00:00+08:00"}, "note": "年份写错"}
    )
    assert fixed.status_code == 202, fixed.text
    whole.settle()
    found = client(whole, desk).get("/v1/events", params={"source": desk, "id": fixed.json()["id"]}).json()
    assert found["status"] == "accepted"
    again = client(whole, desk).post(f"/v1/quarantine/{receipt}/fix", json={"event": bad})
    assert (again.status_code, again.json()["code"]) == (409, "ALREADY_JUDGED")
    notices = client(whole, SOURCE).get(f"/v1/sources/{SOURCE}/notices").json()
    assert [(one["kind"], one["note"]) for one in notices if one.get("receipt") == receipt] == [("fixed", "年份写错")]
    assert client(whole, OTHER).post(f"/v1/quarantine/{receipt}/fix", json={"event": bad}).status_code == 404


def test_a_record_resubmitted_is_judged_anew(whole: RunningHub) -> None:
    (answer,) = post(whole, event(SOURCE, unit="420624-late"))
    given = client(whole, SOURCE).post(f"/v1/quarantine/{answer['receipt']}/resubmit", json={"note": "再看"})
    assert given.status_code == 202
    item = f"/v1/quarantine/{answer['receipt']}"
    eventually(lambda: client(whole, SOURCE).get(item).json()["kind"] == "waiting")


def through_csv(whole: RunningHub, sent: dict[str, Any], key: str, folder: Path) -> None:
    kind = by_name(sent["type"])
    assert kind is not None
    header, example = csv.reader(io.StringIO(template(kind).decode("utf-8-sig")))
    cells = dict(zip(header, example, strict=True)) | {header[0]: key, "对象": sent["subject"]}
    out = io.StringIO()
    csv.writer(out).writerows([header, [cells[name] for name in header]])
    (folder / "door.csv").write_bytes(out.getvalue().encode("gb18030"))
    report = whole.cli("import", str(folder / "door.csv"), "--hub", whole.endpoints["http"], "--token", whole.tokens[SOURCE])
    # What stands already is not sent again; through an empty ledger the row itself is.
    assert report["encoding"] == "gb18030"
    assert report["published"] == {"accepted": 1}


def test_one_content_through_every_door(whole: RunningHub, tmp_path: Path) -> None:
    key = "k-1"
    sent = event(SOURCE, id=row_id(SOURCE, "cn.npc.suggestion.assigned.v1", key), sequence=None)
    through_csv(whole, sent, key, tmp_path)
    http = client(whole, SOURCE)
    body = json.dumps(sent)
    attributes = {f"ce-{name}": str(value) for name, value in sent.items() if name != "data" and value is not None}
    for answer in (
        http.post("/v1/events", content=body, headers={"content-type": STRUCTURED}),
        http.post("/v1/events", content=f"[{body}]", headers={"content-type": BATCH}),
        http.post("/v1/events", content=json.dumps(sent["data"]), headers={"content-type": "application/json", **attributes}),
    ):
        assert answer.status_code == 202, answer.text
    assert whole.cli("publish", "-", "--hub", whole.endpoints["http"], "--token", whole.tokens[SOURCE], stdin=body)["status"] == "received"
    natively(whole, sent)
    whole.settle()
    raws = whole.sql("SELECT raw FROM core.event WHERE source = %(source)s AND id = %(id)s", {"source": SOURCE, "id": sent["id"]})
    assert len(raws) >= 8
    assert {content.digest(codec.decode(bytes(raw))) for (raw,) in raws} == {content.digest(sent)}


def natively(whole: RunningHub, sent: dict[str, Any]) -> None:
    """Framed Avro, structured and binary CloudEvents on the source's own topic."""
    sign_in = kafka.client(whole.endpoints["kafka"], user_of(SOURCE), whole.tokens["kafka"])
    producer = KafkaProducer(**sign_in, acks="all")
    topic, key = native_inbox("county", "suggestion", SOURCE), sent["subject"].encode()
    attributes = [(f"ce_{name}", str(value).encode()) for name, value in sent.items() if name != "data" and value is not None]
    futures = [
        producer.send(topic, codec.encode(sent), key),
        producer.send(topic, json.dumps(sent).encode(), key),
        producer.send(topic, json.dumps(sent["data"]).encode(), key, headers=attributes),
    ]
    assert all(future.get(timeout=20) is not None for future in futures)
    producer.close()


def test_the_desk_from_the_command_line(whole: RunningHub) -> None:
    (answer,) = post(whole, event(SOURCE, unit="420624-desk"))
    (dropped,) = post(whole, event(SOURCE, time="1953-01-01T00:00:00+08:00"))
    receipt = answer["receipt"]
    where = ("--hub", whole.endpoints["http"], "--token", whole.tokens[SOURCE])
    listed = whole.cli("quarantine", "list", *where)
    assert {receipt, dropped["receipt"]} <= {one["receipt"] for one in listed}
    assert whole.cli("quarantine", "show", receipt, *where)["problem"]["code"] == "UNIT_UNKNOWN"
    whole.cli("quarantine", "drop", dropped["receipt"], "--note", "误发", *where)
    fixed = whole.cli("quarantine", "fix", receipt, "--set", "/unit=420624-cwh", "--note", "机关写错", *where)
    whole.settle()
    assert whole.cli("fate", SOURCE, fixed["id"], *where)["status"] == "accepted"
    assert receipt not in [one["receipt"] for one in whole.cli("quarantine", "list", *where)]
    kinds = {one["receipt"]: one["kind"] for one in whole.cli("quarantine", "list", "--all", *where)}
    assert (kinds[receipt], kinds[dropped["receipt"]]) == ("fix", "dropped")
    whole.cli("quarantine", "fix", receipt, "--set", "/unit=x", *where, code=1)
    whole.cli("quarantine", "show", "inbox.county.suggestion/0/999999", *where, code=1)
    whole.cli("quarantine", "fix", receipt, *where, code=2)


def test_editions_and_successors_from_the_command_line(whole: RunningHub, tmp_path: Path) -> None:
    old, new, heirs = tmp_path / "old.csv", tmp_path / "new.csv", tmp_path / "heirs.csv"
    old.write_text("code,name,parent\n62,甘肃省,\n6208,平凉市,62\n620824,华亭县,6208\n620824100,东华镇,620824\n")
    new.write_text("code,name,parent\n62,甘肃省,\n6208,平凉市,62\n620881,华亭市,6208\n620881100,东华镇,620881\n")
    heirs.write_text("code,successor,share,day,document\n620824,620881,,2018-08-17,\n620824100,620881100,,2018-08-17,\n")
    # given an edition that is compared, then imported, and then again: the second time nothing is sent
    compared = whole.cli("regions", "import", str(old), "--valid-from", "2017-12-31", "--dry-run")
    assert (compared["new"], compared["sent"]) == (4, {})
    first = whole.cli("regions", "import", str(old), "--valid-from", "2017-12-31")
    again = whole.cli("regions", "import", str(old), "--valid-from", "2017-12-31")
    assert (first["new"], sum(first["sent"].values()), again["new"], again["sent"]) == (4, 4, 0, {})
    # when a later one comes, codes are new and gone, and where they went is told by a list of its own
    # an edition of the same day that names one otherwise corrects what the first said of it, and back again
    for name in ("东华乡", "东华镇"):
        old.write_text(old.read_text().replace("东华镇" if name == "东华乡" else "东华乡", name))
        told = whole.cli("regions", "import", str(old), "--valid-from", "2017-12-31")
        assert (told["renamed"], told["sent"]) == (1, {"accepted": 1})
        whole.settle()
        assert [one["name"] for one in whole.cli("regions", "find", "620824100", "--day", "2018-01-01")] == [name]
    later = whole.cli("regions", "import", str(new), "--valid-from", "2018-08-17")
    assert (later["new"], later["gone"]) == (2, 2)
    assert whole.cli("regions", "import", "--successors", str(heirs))["facts"] == 2
    whole.settle()
    # successors that the gate refuses are told with their reasons, each of them, not the last alone
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("code,successor,share,day,document\n6208,6208,,2024-01-01,\n62,62,,2024-01-01,\n")
    problems = whole.cli("regions", "import", "--successors", str(wrong), code=1)["problems"]
    assert [one["problem"]["code"] for one in problems] == ["CONTRADICTION", "CONTRADICTION"]
    # and one that is no UTF-8 is the caller's mistake
    wrong.write_bytes("code,successor,share,day,document\n620824,620881,,2018-08-17,民函〔2018〕1号\n".encode("gbk"))
    whole.cli("regions", "import", "--successors", str(wrong), code=2)
    # then codes of one day are found on the other
    (found,) = whole.cli("regions", "translate", "620824100", "--from", "2018-01-01", "--to", "2019-01-01")
    assert (found["region"], found["name"]) == ("620881100", "东华镇")


def test_editions_that_come_at_once_and_in_any_order_are_taken_one_at_a_time(whole: RunningHub) -> None:
    address, years = "/v1/regions/editions", range(2010, 2016)

    def edition(year: int) -> tuple[str, dict[str, str]]:
        text = f"code,name,parent\n64,宁夏,\n6401,银川市{year % 2},64\n6401{year - 1980},县{year},6401\n"
        return text, {"valid_from": f"{year}-12-31", "wait": "20"}

    def take(year: int) -> Any:
        text, asked = edition(year)
        answer = whole.http.post(address, content=text.encode(), params=asked)
        assert answer.status_code == 202, answer.text
        return json.loads(answer.text.splitlines()[0])

    # given an edition whose sender goes away once its answer begins, which holds up nobody
    text, asked = edition(2012)
    with whole.http.stream("POST", address, content=text.encode(), params=asked) as broken:
        next(broken.iter_lines())
    # when editions are sent at once, each with a county that the others have not, and with the city's name of every other
    with ThreadPoolExecutor(len(years)) as several:
        assert len([*several.map(take, [*years][::-1])]) == len(years)
    # then none is held against what another is still saying: the day of each shows it, and nothing contradicts for ever
    whole.settle()
    for year in years:
        found = whole.http.get("/v1/regions/find", params={"text": "64", "day": f"{year}-12-31"}).json()
        wanted = [("64", "宁夏"), ("6401", f"银川市{year % 2}"), (f"6401{year - 1980}", f"县{year}")]
        assert sorted((one["region"], one["name"]) for one in found) == wanted
        assert take(year)["facts"] == 0
    assert whole.sql("SELECT object FROM api.national_anomalies WHERE kind = 'REGION_CONTRADICTED' AND starts_with(object, '64')") == []
    # and the ends of codes that successors are told of are known, too
    ended = {one["region"] for one in whole.http.get("/v1/regions/endings", params={"wait": "20"}).json()}
    shown = {one["region"] for one in whole.http.get("/v1/regions/tree", params={"day": "2016-01-01"}).json()}
    assert "640135" in shown
    assert not shown & {*ended, *(f"6401{year - 1980}" for year in years[:-1])}


def test_an_edition_is_answered_fact_by_fact_or_refused_whole(whole: RunningHub) -> None:
    address, day = "/v1/regions/editions", {"valid_from": "2017-12-31", "wait": "20"}
    text = "code,name,parent\n63,青海省,\n6301,西宁市,63\n630105,城北区,6301\n"
    # given an edition of three codes: the first line says what they are, then each fact has a receipt, and what became of it can be asked
    answer = whole.http.post(address, content=text.encode(), params=day)
    assert answer.status_code == 202, answer.text
    told, several = map(json.loads, answer.text.splitlines())
    assert (told["regions"], told["new"], told["facts"]) == (3, 3, 3)
    assert [one["status"] for one in several["events"]] == ["accepted"] * 3
    whole.settle()
    fates = [whole.http.get(f"/v1/receipts/{one['receipt']}").json() for one in several["events"]]
    assert [(one["id"], one["status"]) for one in fates] == [(one["id"], "accepted") for one in several["events"]]
    # what is no edition is refused before anything is sent, at its row; and nobody but the administrator says what regions there are
    for body, status, code, pointer in (
        (text.replace("6301,西", "63o1,西"), 422, "FIELD_FORMAT", "#/3"),
        (text.encode("gb18030"), 400, "TEXT_NOT_UTF8", None),
        ("x" * (8 * 1024 * 1024 + 1), 413, "BODY_TOO_LARGE", None),
        ("code,name,parent\n63,青海省,\n", 422, "EDITION_CUT_SHORT", "#/gone"),
    ):
        wrong = whole.http.post(address, content=body, params={**day, "valid_from": "2018-12-31"})
        assert (wrong.status_code, wrong.json()["code"], wrong.json().get("pointer")) == (status, code, pointer)
    assert client(whole, SOURCE).post(address, content=text.encode(), params=day).status_code == 403
    # a code that is abolished, restored and abolished again by editions of one day is gone in the end, and so is one that was new that day
    fewer, more = text.replace("630105,城北区,6301\n", ""), text + "630106,新区,6301\n"
    for edition, change, there in ((fewer, "gone", ""), (more, "restored", "630105 630106"), (fewer, "gone", ""), (text, "restored", "630105")):
        answer = whole.http.post(address, content=edition.encode(), params={**day, "valid_from": "2019-06-30"})
        told, *_ = map(json.loads, answer.text.splitlines())
        assert told[change] >= 1, (told, there)
        whole.settle()
        found = whole.http.get("/v1/regions/find", params={"text": "6301", "day": "2019-07-01"}).json()
        assert " ".join(one["region"] for one in found if len(one["region"]) > 4) == there


def test_the_demo_is_not_played_in_a_hub_of_others(whole: RunningHub) -> None:
    # given a hub to which systems publish, when the demo is to be played there, then it is refused and its figures are left alone
    events = whole.sql("SELECT count(*) FROM core.event")
    whole.cli("demo", code=2)
    assert whole.sql("SELECT count(*) FROM core.event") == events
