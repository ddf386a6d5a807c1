"""What the broker remembers of a reader is at every fetch what the reader wants, whatever is lost on the way."""

import pytest
from aiokafka import TopicPartition
from aiokafka.protocol.fetch import FetchRequest, FetchRequest_v4, FetchRequest_v11
from hypothesis import given
from hypothesis import strategies as st

from streams.sessions import FIRST_EPOCH, LAST_EPOCH, Part, Session, SessionFetch, Wanted

pytestmark = pytest.mark.quick

PLACES = [TopicPartition(topic, part) for topic in ("a", "b", "c") for part in range(2)]
WANTED = st.dictionaries(st.sampled_from(PLACES), st.tuples(st.integers(0, 3), st.just(64)))


class Broker:
    """What a broker does with sessions: it keeps one at a time here, and refuses an epoch that is not the next."""

    def __init__(self) -> None:
        self.sessions: dict[int, dict[TopicPartition, tuple[int, int]]] = {}
        self.epochs: dict[int, int] = {}
        self.made = 0

    def asked(self, part: Part) -> tuple[int, bool, Wanted]:
        """The session of the answer, whether it failed, and what was read."""
        if part.epoch == FIRST_EPOCH:
            self.sessions.pop(part.session, None)
            self.made += 1
            self.sessions[self.made], self.epochs[self.made] = dict(part.named), 1
            return self.made, False, part.named
        known = self.sessions.get(part.session)
        if known is None or self.epochs[part.session] != part.epoch:
            return 0, True, {}
        self.epochs[part.session] += 1
        known.update(part.named)
        for place in part.forgotten:
            del known[place]
        return part.session, False, dict(known)


@given(st.lists(st.tuples(WANTED, st.sampled_from(["answered", "lost", "never heard", "restarted"])), max_size=30))
def test_the_broker_reads_what_is_wanted_or_nothing(turns: list[tuple[Wanted, str]]) -> None:
    # given a reader and a broker, when fetches are answered, or lost before or behind the broker, or the broker forgets everything
    session, broker = Session(), Broker()
    for wanted, fate in turns:
        if fate == "restarted":
            broker = Broker()
        part = session.asks(wanted)
        if fate == "never heard":
            session.broken()
            continue
        of, failed, read = broker.asked(part)
        if fate == "lost":
            session.broken()
            continue
        session.answered(of, failed)
        # then an answer is about exactly what was wanted, or says that the session is no more
        assert failed or dict(read) == dict(wanted)
    assert len(broker.sessions) <= 1 + sum(fate in ("lost", "restarted") for _, fate in turns)


def test_only_what_changed_is_named() -> None:
    # given a session over six partitions, when one is read further and one no more, then the fetch names these
    session = Session()
    wanted = dict.fromkeys(PLACES, (0, 64))
    assert session.asks(wanted) == Part(0, FIRST_EPOCH, wanted)
    session.answered(77, failed=False)
    further = {**wanted, PLACES[0]: (9, 64)}
    del further[PLACES[5]]
    assert session.asks(further) == Part(77, 1, {PLACES[0]: (9, 64)}, (PLACES[5],))
    session.answered(77, failed=False)
    assert session.asks(further) == Part(77, 2, {})


def test_after_a_loss_the_old_session_is_given_up() -> None:
    # given a session, when an answer is lost, then the next fetch names everything and the session that it replaces
    session = Session()
    session.asks({PLACES[0]: (0, 64)})
    session.answered(77, failed=False)
    session.broken()
    assert session.asks({PLACES[0]: (0, 64)}) == Part(77, FIRST_EPOCH, {PLACES[0]: (0, 64)})


def test_epochs_begin_anew_behind_the_last() -> None:
    # given the last epoch there is, when it is answered, then 1 follows: 0 would ask for another session
    session = Session(77, LAST_EPOCH)
    session.answered(77, failed=False)
    assert session.epoch == 1


def test_a_broker_without_sessions_is_asked_for_everything() -> None:
    # given a version that knows no sessions, and a broker that has no room for one, when it is asked twice, then everything is named
    whole = FetchRequest(30, 1, 1000, 1, [("a", [(0, 5, 64), (1, 6, 64)])])
    session = Session(77, 4)
    assert SessionFetch(whole, session).build(FetchRequest_v4).topics == whole.topics
    session = Session()
    for _ in range(2):
        built = SessionFetch(whole, session).build(FetchRequest_v11)
        assert (built.session_id, built.session_epoch, built.forgotten_topics_data) == (0, FIRST_EPOCH, [])
        assert built.topics == [("a", [(0, -1, 5, -1, 64), (1, -1, 6, -1, 64)])]
        session.answered(0, failed=False)
