"""The AsyncAPI 3 document: every topic as a channel, every event type as two messages (JSON and Avro). Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from schemas.asyncapi.payloads import Schema, envelope, payload
from schemas.levels import LEVELS
from schemas.limits import RECORD_BYTES
from schemas.registry import EventType, all_types, by_name
from schemas.topics import AUDIT, FAMILIES, NOTICES, QUARANTINE, SOURCE_HEADER, Topic, inbox, ledger, native_topic, shared_topics
from schemas.vocabulary import FAMILIES as TITLES

AVRO: Final = "application/vnd.apache.avro+json;version=1.9.0"
BINDING: Final = "0.5.0"
"""The version of AsyncAPI's Kafka binding."""

_OF_HUB: Final[Mapping[str, str]] = {QUARANTINE: "hub.quarantine.v1", NOTICES: "hub.notice.v1", AUDIT: "hub.audit.v1"}
"""The hub's own topics and the record that each holds; one that is not in the vocabulary yet has no message."""

_INFO: Final = {
    "title": "人大枢纽 congress hub",
    "version": "1",
    "description": (
        "枢纽的 Kafka 主题和其中的事件，由词汇表生成（`make docs`），不要手改。每种事件有两种写法：CloudEvents 1.0 的 JSON，"
        f"和 Confluent 帧里的 Avro；账本里一律是 Avro。一条记录不超过 {RECORD_BYTES // 1024} KiB。怎样发布见 publishing.md，门岗怎样判见 gate.md。"
    ),
    "license": {"name": "Apache-2.0"},
}


def document() -> dict[str, Any]:
    """The whole document."""
    return {
        "asyncapi": "3.0.0",
        "info": _INFO,
        "defaultContentType": "application/json",
        "servers": {"hub": _server()},
        "channels": dict(_channels()),
        "operations": dict(_operations()),
        "components": {
            "securitySchemes": {"scram": {"type": "scramSha512", "description": "来源登记时给的用户名和口令（`hub source add … --kafka`）"}},
            "messages": dict(_messages()),
            "schemas": {"envelope": envelope(), **{kind.name: payload(kind, "#/components/schemas/envelope") for kind in all_types()}},
        },
    }


def _server() -> Schema:
    return {
        "host": "{address}",
        "protocol": "kafka",
        "description": "`hub up --json` 打印的 `kafka` 地址；模式注册表的地址就是其中的 `http`",
        "variables": {"address": {"default": "localhost:9092", "description": "主机和端口"}},
        "security": [{"$ref": "#/components/securitySchemes/scram"}],
    }


def _channels() -> Iterator[tuple[str, Schema]]:
    topics = {one.name: one for one in shared_topics()}
    level = {"level": {"enum": list(LEVELS), "description": "行为机关的层级"}}
    source = {"source": {"description": "来源登记时给的名字：来源的写法加它的散列"}}
    for family in FAMILIES:
        both = [one for kind in all_types() if kind.family == family for one in (_json(kind), _avro(kind))]
        shared = topics[inbox(LEVELS[0], family)]
        yield f"inbox.{family}", _channel(inbox("{level}", family), shared, f"收件：{TITLES[family]}，各扇门共用，只有枢纽可写", both, level)
        own = native_topic(LEVELS[0], family, "//00/x")
        address = f"{inbox('{level}', family)}.{{source}}"
        yield f"inbox.{family}.own", _channel(address, own, f"收件：{TITLES[family]}，一个来源自有，只有它可写", both, {**level, **source})
    for family in FAMILIES:
        name = ledger(family)
        yield name, _channel(name, topics[name], f"账本：{TITLES[family]}，只增不改", [_avro(kind) for kind in all_types() if kind.family == family])
    yield QUARANTINE, _channel(QUARANTINE, topics[QUARANTINE], "隔离：没有放行的记录，和对它们的处理", _own(QUARANTINE))
    yield NOTICES, _channel(NOTICES, topics[NOTICES], "通知", _own(NOTICES))
    yield AUDIT, _channel(AUDIT, topics[AUDIT], "操作日志：谁问了、改了、取走了、删了什么", _own(AUDIT))


def _channel(address: str, topic: Topic, told: str, messages: Sequence[str], parameters: Mapping[str, Schema] | None = None) -> Schema:
    binding = {"partitions": topic.partitions, "topicConfiguration": _configuration(topic), "bindingVersion": BINDING}
    return {
        "address": address,
        "description": told,
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
        **({"parameters": dict(parameters)} if parameters else {}),
        "bindings": {"kafka": binding},
    }


def _configuration(topic: Topic) -> Schema:
    """What the binding can say of a topic's configuration; the rest is the hub's own affair."""
    numbers = {name: int(topic.config[name]) for name in ("retention.ms", "retention.bytes", "max.message.bytes")}
    return {"cleanup.policy": [topic.config["cleanup.policy"]], **numbers}


def _operations() -> Iterator[tuple[str, Schema]]:
    """What the hub itself does with each channel."""
    for name, _ in _channels():
        action = "receive" if name.startswith("inbox.") else "send"
        yield f"{action}.{name}", {"action": action, "channel": {"$ref": f"#/channels/{name}"}}


def _messages() -> Iterator[tuple[str, Schema]]:
    for kind in all_types():
        key = {"kafka": {"key": {"type": "string", "description": "事件的 `subject`"}, "bindingVersion": BINDING}}
        told = {"name": kind.name, "title": kind.title, "summary": kind.schema["doc"], "headers": _headers(), "bindings": key}
        yield _json(kind), {**told, "contentType": "application/json", "payload": {"$ref": f"#/components/schemas/{kind.name}"}}
        yield _avro(kind), {**told, "contentType": "application/avro", "payload": _reference(kind), "bindings": {"kafka": {**key["kafka"], **_FRAME}}}
    for name in dict.fromkeys(one for topic in _OF_HUB for one in _own(topic)):
        kind = _known(name.removesuffix(".avro"))
        told = {"name": kind.name, "title": kind.title, "summary": kind.schema["doc"], "contentType": "application/avro"}
        yield name, {**told, "payload": _reference(kind), "bindings": {"kafka": {**_FRAME, "bindingVersion": BINDING}}}


_FRAME: Final = {"schemaIdLocation": "payload", "schemaIdPayloadEncoding": "confluent"}


def _reference(kind: EventType) -> Schema:
    return {"schemaFormat": AVRO, "schema": {"$ref": f"../schemas/{kind.name}.avsc"}}


def _headers() -> Schema:
    told = "哪个来源经一扇门发来；只在共用的收件主题上有，也只在那里可信"
    return {"type": "object", "properties": {SOURCE_HEADER: {"type": "string", "description": told}}}


def _json(kind: EventType) -> str:
    return f"{kind.name}.json"


def _avro(kind: EventType) -> str:
    return f"{kind.name}.avro"


def _own(topic: str) -> list[str]:
    return [f"{_OF_HUB[topic]}.avro"] if by_name(_OF_HUB[topic]) is not None else []


def _known(name: str) -> EventType:
    kind = by_name(name)
    if kind is None:
        raise LookupError(name)
    return kind
