"""The commands of the doors: they talk HTTP, speak two languages, and end with the right exit code."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaProducer

from hub.cli.main import run
from hub.cli.pointer import put
from hub.cli.publish import readable
from hub.embedded.kafka import client
from schemas.errors import UsageError
from tests.doors.conftest import TOKEN, Served
from tests.doors.events import event

SOURCE = "//420624/cli"
Hub = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def hub(served: Served, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Hub:
    """Runs a command line; its exit code, what it printed as JSON lines (text without --json), what it said on the side."""
    monkeypatch.setenv("HUB_URL", served.url)
    monkeypatch.setenv("HUB_TOKEN", TOKEN)
    monkeypatch.setenv("HUB_DATA", str(served.settings.data))

    def called(*words: str) -> tuple[int, Any, str]:
        code = run(words)
        out, err = capsys.readouterr()
        return code, [json.loads(line) for line in out.splitlines()] if "--json" in words else out, err

    return called


@pytest.fixture(scope="module")
def token(served: Served) -> str:
    return served.add_source(SOURCE)


def write(path: Path, *lines: bytes) -> str:
    path.write_bytes(b"\n".join(lines) + b"\n")
    return str(path)


def test_a_source_is_added_listed_rotated_and_revoked(hub: Hub) -> None:
    code, (added,), _ = hub("source", "add", "//4206/ptxt", "--name", "市平台", "--families", "activity", "--json")
    assert (code, added["region"], added["families"]) == (0, "4206", ["activity"])
    assert len(added["token"]) >= 43
    code, (listed,), _ = hub("source", "list", "--json")
    (mine,) = [one for one in listed if one["source"] == "//4206/ptxt"]
    assert mine["valid"]
    code, (rotated,), _ = hub("source", "rotate", "//4206/ptxt", "--json")
    assert rotated["token"] != added["token"]
    assert hub("fate", "//4206/ptxt", "x", "--json", "--token", added["token"])[0] == 1
    assert hub("source", "revoke", "//4206/ptxt", "--reason", "停用")[0] == 0
    code, (listed,), _ = hub("source", "list", "--json")
    assert [one["valid"] for one in listed if one["source"] == "//4206/ptxt"] == [False]


def test_a_source_of_kafkas_own_is_added_with_its_topics_and_user(served: Served, hub: Hub) -> None:
    # when a source is added that writes to Kafka by itself
    code, (added,), _ = hub("source", "add", "//4210/ptxt", "--families", "activity", "--kafka", "--json")
    # then it is told its user, password and topics, one a level of its family, and may write there
    assert code == 0
    own = added["kafka"]
    assert {topic.split(".")[2] for topic in own["topics"]} == {"activity"}
    producer = KafkaProducer(**client(served.settings.bootstrap, own["user"], own["password"]), acks="all", max_block_ms=5000)
    assert producer.send(own["topics"][0], b"{}").get(timeout=10).topic == own["topics"][0]
    producer.close(timeout=1)
    # and rotated by somebody who reads, the new password stands in a line of its own
    code, told, _ = hub("source", "rotate", "//4210/ptxt")
    assert code == 0
    assert "kafka password" in told


def test_a_source_is_not_registered_twice_nor_under_another_region(hub: Hub) -> None:
    assert hub("source", "add", "//4207/ptxt", "--json")[0] == 0
    code, _, said = hub("source", "add", "//4207/ptxt", "--lang", "en")
    assert (code, "it exists already" in said) == (1, True)
    code, _, said = hub("source", "add", "//4208/ptxt", "--region", "42")
    assert (code, "/region" in said) == (2, True)
    assert hub("source", "add", "ptxt")[0] == 2


def test_secrets_stand_in_no_event(served: Served, hub: Hub) -> None:
    _, (added,), _ = hub("source", "add", "//4209/ptxt", "--json")
    _, (reader,), _ = hub("reader", "add", "4209-reader", "--region", "4209", "--json")
    records = served.records("inbox.national.reference")
    assert any(b"//4209/ptxt" in record.value for record in records)
    assert any(b"4209-reader" in record.value for record in records)
    assert not any(secret.encode() in record.value for record in records for secret in (added["token"], reader["token"]))


def test_a_revoked_reader_reads_nothing(hub: Hub) -> None:
    _, (reader,), _ = hub("reader", "add", "4210-reader", "--region", "4210", "--json")
    assert hub("quarantine", "list", "--token", reader["token"], "--json")[0] == 0
    assert hub("reader", "revoke", "4210-reader")[0] == 0
    code, _, said = hub("quarantine", "list", "--token", reader["token"])
    assert (code, "没有凭证" in said) == (1, True)


def test_a_file_is_published_line_by_line(tmp_path: Path, hub: Hub, token: str) -> None:
    events = [event(SOURCE) for _ in range(1201)]
    file = write(tmp_path / "events.jsonl", *(json.dumps(one).encode() for one in events), b"")
    code, answers, _ = hub("publish", file, "--token", token, "--json")
    assert (code, [one["line"] for one in answers]) == (0, list(range(1, 1202)))
    assert {one["status"] for one in answers} == {"received"}
    assert [one["id"] for one in answers] == [one["id"] for one in events]


def test_bad_lines_are_told_by_number_and_the_others_go_on(tmp_path: Path, hub: Hub, token: str) -> None:
    good = json.dumps(event(SOURCE)).encode()
    lines = [good, b"{not json", b'{"a":"' + b"x" * 2_000_000 + b'"}', "议".encode("gbk"), b'{"specversion":"1.0"}', b"[" * 100_000, good]
    code, answers, _ = hub("publish", write(tmp_path / "bad.jsonl", *lines), "--token", token, "--json")
    told = {one["line"]: one.get("problem", {}).get("code") for one in answers}
    assert code == 1
    assert told == {
        1: None, 2: "BODY_UNREADABLE", 3: "RECORD_TOO_LARGE", 4: "TEXT_NOT_UTF8", 5: "FIELD_MISSING", 6: "JSON_TOO_DEEP", 7: None,
    }  # fmt: skip
    code, said, _ = hub("publish", write(tmp_path / "bad.jsonl", *lines), "--token", token)
    assert (code, "第 2 行" in said, "拒收 5" in said) == (1, True, True)


@pytest.mark.quick
def test_a_byte_order_mark_is_no_part_of_the_first_line_and_an_error_before_another() -> None:
    # Given a file with the mark of Windows in front, and another such file put behind it
    refused: list[tuple[int, dict[str, Any]]] = []
    lines = io.BytesIO(b'\xef\xbb\xbf{"id":"1"}\r\n\xef\xbb\xbf{"id":"2"}\r\n{"id":"3"}\r\n {"id":\r\n')
    # When its lines are read
    sent = list(readable(lines, refused))
    # Then what is sent can stand in one array, and what cannot is told by its line in the file
    assert sent == [(1, b'{"id":"1"}'), (3, b'{"id":"3"}')]
    told = [(number, answer["problem"]["code"], answer["problem"]["got"].split(":")[0]) for number, answer in refused]
    assert told == [(2, "BODY_UNREADABLE", "2"), (4, "BODY_UNREADABLE", "4")]


def test_a_file_with_a_byte_order_mark_is_published_whole(tmp_path: Path, hub: Hub, token: str) -> None:
    good = [json.dumps(event(SOURCE)).encode() for _ in range(3)]
    marked = write(tmp_path / "windows.jsonl", b"\xef\xbb\xbf" + good[0], good[1], b"\xef\xbb\xbf" + good[2], good[2])
    code, answers, _ = hub("publish", marked, "--token", token, "--json")
    assert (code, {one["line"]: one["status"] for one in answers}) == (1, {1: "received", 2: "received", 3: "refused", 4: "received"})
    code, said, _ = hub("publish", marked, "--token", token)
    assert (code, f"{marked} 第 3 行" in said.replace("\n", "")) == (1, True)


def test_standard_input_and_rehearsal(served: Served, hub: Hub, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = len(served.records("inbox.county.suggestion"))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(event(SOURCE)).encode())))
    code, (answer,), _ = hub("publish", "-", "--dry-run", "--token", token, "--json")
    assert (code, answer["status"], len(served.records("inbox.county.suggestion"))) == (0, "valid", before)


def test_the_fate_of_an_event_by_name_and_by_receipt(tmp_path: Path, hub: Hub, token: str) -> None:
    sent = event(SOURCE)
    _, (answer,), _ = hub("publish", write(tmp_path / "one.jsonl", json.dumps(sent).encode()), "--token", token, "--json")
    code, (found,), _ = hub("fate", SOURCE, sent["id"], "--token", token, "--json")
    assert (code, found["status"]) == (0, "received")
    code, said, _ = hub("fate", answer["receipt"], "--token", token)
    assert (code, "门岗还没有裁决" in said) == (0, True)
    assert hub("fate", SOURCE, "never-sent", "--token", token)[0] == 1


def test_wrong_use_is_exit_code_2(tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    assert hub("publish", str(tmp_path / "absent"))[0] == 2
    assert hub("publish")[0] == 2
    monkeypatch.delenv("HUB_TOKEN")
    assert hub("source", "list")[0] == 2


def test_no_hub_is_exit_code_1(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_URL", "http://127.0.0.1:9")
    code, _, said = hub("source", "list")
    assert (code, "暂时不能服务" in said) == (1, True)


@pytest.mark.quick
@pytest.mark.parametrize(
    ("word", "path", "value"),
    [
        ("/region=420625", "region", "420625"),
        ("/data/round=3", "round", 3),
        ("/data/departments/0/role=co", "role", "co"),
        ("/data/due=2025-09-08", "due", "2025-09-08"),
        ("/data/departments=[]", "departments", []),
    ],
)
def test_a_member_is_set_by_pointer(word: str, path: str, value: object) -> None:
    changed = put(event(SOURCE), word)
    places = [changed, changed["data"], *changed["data"].get("departments", [])]
    assert value in [place.get(path) for place in places]


@pytest.mark.quick
@pytest.mark.parametrize("word", ["region", "/region", "region=1", "/data/departments/9/role=co", "/id/x=1"])
def test_a_pointer_that_leads_nowhere_is_wrong_use(word: str) -> None:
    with pytest.raises(UsageError):
        put(event(SOURCE), word)


@pytest.mark.quick
@pytest.mark.parametrize("url", ["file:///etc", "ftp://h", "h:80", "http://", "http://[", "http://h:99999", "http://h:x", "x"])
def test_an_address_that_is_none_of_http_is_wrong_use(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["source", "list", "--hub", url, "--token", "token"])
    said = capsys.readouterr().err
    assert (code, "--hub" in said, "暂时不能服务" in said) == (2, True, False)


@pytest.mark.quick
@pytest.mark.parametrize("token", ["令牌", "a\nb", "a\r", "a b", "\udcff"])
def test_a_token_that_no_header_can_hold_is_wrong_use_and_is_not_shown(token: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["source", "list", "--hub", "http://127.0.0.1:9", "--token", token])
    said = capsys.readouterr().err
    assert (code, "--token" in said, token in said) == (2, True, False)


@pytest.mark.quick
def test_an_empty_value_takes_the_member_away() -> None:
    assert "round" not in put(event(SOURCE), "/data/round=")["data"]


@pytest.mark.quick
@pytest.mark.parametrize(
    "words", [["stats", "persons", "--region", "00"], ["publish", "-"], ["regions", "diff", "--from", "2019-01-01", "--to", "2021-01-01"]]
)
def test_where_no_hub_was_ever_brought_up_a_question_is_answered_with_what_to_do(
    words: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # given a data folder that is not there, when a command speaks to its hub
    monkeypatch.setenv("HUB_DATA", str(tmp_path / "none"))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"{}\n")))
    # then it is refused, says to bring the hub up, and draws no secret
    assert run(words) == 1
    assert "hub up" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()
