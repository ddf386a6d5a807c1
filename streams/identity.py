"""Which topic a name stands for now: a topic that is deleted and made again has another id under the old name (KIP-516).

The client knows topics by their names alone, and would read on in the new one from where it stood in the old.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from aiokafka.errors import KafkaError
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import AbstractType, Boolean, CompactArray, CompactString, Int16, Int32, Schema, TaggedFields

METADATA: Final = 3
"""The number that Kafka's protocol gives the question, and the version of it that knows ids."""
VERSION: Final = 10

_TEXT: Final = CompactString("utf-8")
_TAGS: Final = ("tags", TaggedFields)
_NOTHING: Final[Mapping[int, bytes]] = {}


class _Id(AbstractType[bytes]):  # type: ignore[misc]
    """Sixteen octets."""

    @classmethod
    def encode(cls, value: bytes) -> bytes:
        return value

    @classmethod
    def decode(cls, data: Any) -> bytes:
        return bytes(data.read(16))


class _Answer(Response):  # type: ignore[misc]
    API_KEY = METADATA
    API_VERSION = VERSION
    SCHEMA = Schema(
        ("throttle", Int32),
        ("brokers", CompactArray(("node", Int32), ("host", _TEXT), ("port", Int32), ("rack", _TEXT), _TAGS)),
        ("cluster", _TEXT),
        ("controller", Int32),
        (
            "topics",
            CompactArray(
                ("error", Int16),
                ("name", _TEXT),
                ("id", _Id),
                ("internal", Boolean),
                (
                    "partitions",
                    CompactArray(
                        ("error", Int16),
                        ("partition", Int32),
                        ("leader", Int32),
                        ("epoch", Int32),
                        ("replicas", CompactArray(Int32)),
                        ("in_step", CompactArray(Int32)),
                        ("offline", CompactArray(Int32)),
                        _TAGS,
                    ),
                ),
                ("rights", Int32),
                _TAGS,
            ),
        ),
        ("rights", Int32),
        _TAGS,
    )


class _Question(RequestStruct):  # type: ignore[misc]
    FLEXIBLE_VERSION = True
    API_KEY = METADATA
    API_VERSION = VERSION
    RESPONSE_TYPE = _Answer
    SCHEMA = Schema(
        ("topics", CompactArray(("id", _Id), ("name", _TEXT), _TAGS)),
        ("make", Boolean),
        ("cluster_rights", Boolean),
        ("rights", Boolean),
        _TAGS,
    )


class _Ids(Request[_Question]):  # type: ignore[misc]
    API_KEY = METADATA

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(names)

    def build(self, request_struct_class: type[_Question]) -> _Question:
        topics = [(bytes(16), name, _NOTHING) for name in self._names]
        return request_struct_class(topics, False, False, False, _NOTHING)


async def ids(client: Any, names: Iterable[str]) -> dict[str, str]:
    """The id of each of these topics, those left out that are not there. `client` is aiokafka's. Raises KafkaError."""
    wanted = sorted(set(names))
    node = client.get_random_node()
    if not wanted:
        return {}
    if node is None:
        raise KafkaError("no broker is known")
    answer = await client.send(node, _Ids(wanted))
    return {name: str(UUID(bytes=found)) for error, name, found, *_ in answer.topics if not error}
