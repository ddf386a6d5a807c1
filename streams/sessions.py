"""Fetch sessions (KIP-227): the broker remembers which partitions a reader reads and from where, so that a fetch names only those
that have changed, and the answer only those that have something to tell.

The client names every partition in every fetch and is told of every one of them, at some 20 µs each at either end; a native source
has a topic for each family and level. Here its fetches are put into sessions on their way to the broker.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from aiokafka import TopicPartition
from aiokafka.protocol.fetch import FetchRequest, FetchRequestStruct

FIRST_EPOCH: Final = 0
"""Of a fetch that names everything and asks for a session in place of the one it names, if any."""

LAST_EPOCH: Final = 2**31 - 1
SESSIONS_SINCE: Final = 7
"""The version of the fetch request that knows sessions."""

Wanted = Mapping[TopicPartition, tuple[int, int]]
"""Where each partition is read from, and how many octets at most."""


@dataclass(frozen=True)
class Part:
    """What a fetch within a session says: the partitions that are new or read from elsewhere, and those that are read no more."""

    session: int
    epoch: int
    named: Wanted
    forgotten: tuple[TopicPartition, ...] = ()


@dataclass
class Session:
    """What one broker remembers. Pure."""

    id: int = 0
    epoch: int = FIRST_EPOCH
    _known: dict[TopicPartition, tuple[int, int]] = field(default_factory=dict)

    def asks(self, wanted: Wanted) -> Part:
        """What the next fetch has to say so that the broker reads what is wanted."""
        if self.epoch == FIRST_EPOCH:
            self._known = dict(wanted)
            return Part(self.id, FIRST_EPOCH, wanted)
        named = {place: at for place, at in wanted.items() if self._known.get(place) != at}
        forgotten = tuple(place for place in self._known if place not in wanted)
        self._known = dict(wanted)
        return Part(self.id, self.epoch, named, forgotten)

    def answered(self, session: int, failed: bool) -> None:
        """The broker has answered: by a session, or (0) without one; where it failed it knows no more what is meant."""
        if failed or session == 0:
            self.broken()
            self.id = 0
        else:
            self.id, self.epoch = session, 1 if self.epoch == LAST_EPOCH else self.epoch + 1

    def broken(self) -> None:
        """No answer came, so that nobody knows what the broker remembers: the next fetch names everything anew."""
        self.epoch = FIRST_EPOCH


class SessionFetch(FetchRequest):  # type: ignore[misc]
    """A fetch as a part of a session. Without sessions, before SESSIONS_SINCE, it names everything."""

    def __init__(self, whole: FetchRequest, session: Session) -> None:
        """Of the client's own fetch."""
        super().__init__(whole._max_wait_ms, whole._min_bytes, whole._max_bytes, whole._isolation_level, whole.topics, whole._rack_id)
        self._session = session

    def build(self, request_struct_class: type[FetchRequestStruct]) -> FetchRequestStruct:
        """The request as the version has it."""
        whole: Any = super()
        if request_struct_class.API_VERSION < SESSIONS_SINCE:
            return whole.build(request_struct_class)
        wanted = {TopicPartition(topic, part): (offset, most) for topic, several in self.topics for part, offset, most in several}
        said = self._session.asks(wanted)
        self._topics = list(_by_topic({place: (place.partition, *at) for place, at in said.named.items()}).items())
        built = whole.build(request_struct_class)
        built.session_id, built.session_epoch = said.session, said.epoch
        built.forgotten_topics_data = list(_by_topic({place: place.partition for place in said.forgotten}).items())
        return built


def _by_topic(parts: Mapping[TopicPartition, Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for place, part in parts.items():
        found.setdefault(place.topic, []).append(part)
    return found


def keep(client: Any) -> None:
    """Let the fetches that a client sends from now on be parts of sessions, one a broker; it has one fetch under way at each."""
    send, sessions = client.send, dict[int, Session]()

    async def sending(node: int, request: Any, **options: Any) -> Any:
        if not isinstance(request, FetchRequest):
            return await send(node, request, **options)
        session = sessions.setdefault(node, Session())
        try:
            answer = await send(node, SessionFetch(request, session), **options)
        except BaseException:
            session.broken()
            raise
        session.answered(getattr(answer, "session_id", 0), bool(getattr(answer, "error_code", 0)))
        return answer

    client.send = sending
