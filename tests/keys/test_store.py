"""The key store: what it gives, what it destroys, and what it is worth to who steals half of it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from hub.keys.erasing import INBOX_MS, clean_from
from hub.keys.ring import KeysAway, Ring
from hub.keys.sealing import open_all, seal
from hub.keys.search import CHUNK, search
from hub.keys.store import DAY_MS, Erased, Key, KeyStore
from hub.keys.suites import AES, SM4, SUITES, Suite
from schemas.sealed import Bound, Wish, pieces_of, said_of, to_text

pytestmark = pytest.mark.quick
EVENT = Bound("//420624/jyxt", "e-1", "420624", "activity")
SAID = said_of({"petitioner": [{"person": "p-7", "name": "张三"}, {"person": "p-8", "name": "李四"}], "contact": {"person": "p-7", "phone": "138"}})


@dataclass
class Clock:
    """The hub's clock, set by the test."""

    at: int = 1_796_000_000_000

    def __call__(self) -> int:
        return self.at


@dataclass
class Hub:
    """A store with its clock and its secrets."""

    root: Path
    clock: Clock = field(default_factory=Clock)

    def store(self, suite: Suite = AES) -> KeyStore:
        return KeyStore(self.root / "keys", Ring(self.root), self.clock, suite)


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    made = Hub(tmp_path)
    made.store().make()
    return made


def sealed(store: KeyStore, bound: Bound = EVENT) -> str:
    (text,) = seal(store, [Wish(bound, SAID)])
    assert isinstance(text, str)
    return text


def states(store: KeyStore, text: str, bound: Bound = EVENT) -> list[str]:
    return [one.state for one in open_all(store, bound, text)]


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.name)
def test_what_is_sealed_is_opened_for_its_event_and_no_other(hub: Hub, suite: Suite) -> None:
    store = hub.store(suite)
    text = sealed(store)
    assert [one.said for one in open_all(store, EVENT, text)] == [
        {"person": "p-7", "phone": "138"}, {"person": "p-7", "name": "张三"}, {"person": "p-8", "name": "李四"},
    ]  # fmt: skip
    # moved to another event, source, region or family, or to another place of the same event, none is opened
    for other in ({"id": "e-2"}, {"source": "//420625/jyxt"}, {"region": "420625"}, {"family": "suggestion"}):
        assert states(store, text, EVENT._replace(**other)) == ["altered"] * 3
    contact, first, second = pieces_of(text)
    assert states(store, to_text([("petitioner", second.octets), ("petitioner", first.octets)])) == ["altered"] * 2
    assert states(store, to_text([("handler", contact.octets)])) == ["altered"]
    # nor under the name of the other suite, nor with a bit changed, nor with another's key
    swapped = bytes([3 - first.octets[0]]) + first.octets[1:]
    stolen = second.octets[:17] + first.octets[17:]
    changed = first.octets[:-1] + bytes([first.octets[-1] ^ 1])
    assert [states(store, to_text([("petitioner", one)])) for one in (swapped, stolen, changed)] == [["altered"]] * 3
    # and a key that no store of this hub ever had is told as such
    assert states(store, to_text([("petitioner", first.octets[:1] + bytes(16) + first.octets[17:])])) == ["unknown"]


def test_the_length_of_what_is_sealed_tells_little(hub: Hub) -> None:
    wishes = [Wish(EVENT, said_of({"contact": {"person": "p-7", "name": name}})) for name in ("李", "欧阳令仪", "a" * 53, "a" * 54)]
    assert [len(text) for text in seal(hub.store(), wishes) if isinstance(text, str)] == [157, 157, 157, 242]


def test_a_key_for_each_person_and_purpose_the_same_for_all_their_events(hub: Hub) -> None:
    # given many threads that seal for the same persons at once
    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(lambda at: sealed(hub.store(), EVENT._replace(id=f"e-{at}")), range(40)))
    # then each person has one key for each purpose, and whatever was sealed opens
    assert {tuple(one.octets[1:17] for one in pieces_of(text)) for text in texts} == {tuple(one.octets[1:17] for one in pieces_of(texts[0]))}
    assert len({one.octets[1:17] for one in pieces_of(texts[0])}) == 3
    assert all(states(hub.store(), text, EVENT._replace(id=f"e-{at}")) == ["open"] * 3 for at, text in enumerate(texts))


def test_new_keys_are_of_the_suite_that_is_set_and_old_ones_go_on(hub: Hub) -> None:
    old = sealed(hub.store(AES))
    (one,) = seal(hub.store(SM4), [Wish(EVENT, said_of({"handler": {"person": "p-7", "name": "张三"}, "contact": {"person": "p-7", "phone": "1"}}))])
    assert isinstance(one, str)
    assert [piece.octets[0] for piece in pieces_of(one)] == [AES.number, SM4.number]
    assert states(hub.store(SM4), old) == ["open"] * 3


def test_who_is_erased_is_closed_at_once_and_nobody_else(hub: Hub) -> None:
    store, other = hub.store(), hub.store()
    text = sealed(store)
    gone = store.destroy("p-7", "本人申请")
    assert gone is not None
    assert len(gone) == 2
    # then every reader of the store finds both keys gone, and the other person's there
    assert states(other, text) == ["erased", "erased", "open"]
    # and nothing is sealed for that person any more, also not with others
    (refused,) = seal(other, [Wish(EVENT, SAID)])
    assert not isinstance(refused, str)
    assert (refused.code, refused.field, refused.got) == ("PERSON_ERASED", "/personal/contact", "p-7")
    # and the keys lie nowhere in the folder of the store, whose rows do not tell any more whose they were
    assert search([store.folder], gone).found == []
    with store.session() as connection:
        assert connection.execute("SELECT count(*) FROM key WHERE person IS NULL AND wrapped IS NULL").fetchone() == (2,)
    # and who was never here cannot be erased
    assert store.destroy("p-9", None) is None
    assert store.grave("p-8") is None


def test_a_search_finds_what_is_there(hub: Hub) -> None:
    # given a key as it lies in the store, and one that lies across two pieces of a file
    sealed(hub.store())
    with hub.store().session() as connection:
        (wrapped,) = connection.execute("SELECT wrapped FROM key LIMIT 1").fetchone()
    (hub.root / "large").write_bytes(bytes(CHUNK - 20) + wrapped)
    found = search([hub.root], [b"nowhere" * 9, wrapped])
    assert found.found == sorted([str(hub.store().file), str(hub.root / "large")])
    assert found.octets == sum(path.stat().st_size for path in hub.root.rglob("*") if path.is_file())


def test_a_copy_of_the_store_is_worth_nothing_once_its_epoch_is_over(hub: Hub) -> None:
    store = hub.store()
    text = sealed(store)
    shutil.copytree(store.folder, hub.root / "copy")
    old = replace(store, folder=hub.root / "copy")
    store.destroy("p-7", None)
    grave = store.grave("p-7")
    assert grave is not None
    # until then a copy put back would open what was erased: it is clean from the end of the epoch, not from now
    assert states(old, text) == ["open"] * 3
    assert clean_from(grave) == hub.clock.at + 30 * DAY_MS > hub.clock.at + INBOX_MS
    hub.clock.at += 30 * DAY_MS - 1
    assert not store.turn()
    hub.clock.at += 1
    # when it is over, keys that are left go on, and the copy opens nothing any more
    assert store.turn()
    assert states(store, text) == ["erased", "erased", "open"]
    assert states(old, text) == ["closed"] * 3
    assert store.ring.epochs() == [2]
    ended = store.grave("p-7")
    assert ended is not None
    assert ended.ended == hub.clock.at


def test_a_change_of_epochs_that_was_cut_short_is_done_at_the_next_start(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    store = hub.store()
    text = sealed(store)
    secret = store.ring.path(1).read_bytes()
    hub.clock.at += 31 * DAY_MS
    # given one that ended before anything was written, one that ended amid the keys, and one before the old secret was destroyed
    store.ring.draw(2)
    monkeypatch.setattr("hub.keys.store.AT_ONCE", 1)
    with monkeypatch.context() as cut:
        cut.setattr(KeyStore, "_octets", amid(2))
        with pytest.raises(KeysAway):
            store.make()
    assert store.ring.epochs() == [1, 2]
    assert states(store, text) == ["open"] * 3
    store.make()
    store.ring.path(1).write_bytes(secret)
    store.make()
    assert store.ring.epochs() == [2]
    assert states(store, text) == ["open"] * 3


def amid(passes: int) -> Callable[..., bytes]:
    """What opens a wrapped key, for so many; then the store is away."""
    opened, left = KeyStore._octets, [passes]

    def octets(self: KeyStore, *row: Any) -> bytes:
        left[0] -= 1
        if left[0] < 0:
            raise KeysAway
        return opened(self, *row)

    return octets


def test_half_of_it_opens_nothing(hub: Hub) -> None:
    store = hub.store()
    text = sealed(store)
    # given the store without its secret, and the secret without the store, as a thief has them
    shutil.copytree(store.folder, hub.root / "stolen" / "keys")
    (hub.root / "alone").mkdir()
    shutil.copy(store.ring.path(1), hub.root / "alone")
    for root in ("stolen", "alone"):
        thief = Hub(hub.root / root, hub.clock).store()
        assert states(thief, text) == ["closed"] * 3
        # neither is taken for a new store: what was sealed would be lost for good
        with pytest.raises(KeysAway):
            thief.make()
        (refused,) = seal(thief, [Wish(EVENT, SAID)])
        assert not isinstance(refused, str)
        assert refused.code == "KEYS_AWAY"
    # and another hub's secret in its place opens nothing either
    thief = Hub(hub.root / "stolen", hub.clock).store()
    thief.ring.draw(1)
    assert states(thief, text) == ["closed"] * 3


@pytest.mark.parametrize("harm", ["spoilt", "locked", "gone"])
def test_a_store_that_cannot_be_read_is_away(hub: Hub, harm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = hub.store()
    text = sealed(store)
    monkeypatch.setattr("hub.keys.store.WAIT_SECONDS", 0.05)
    other = sqlite3.connect(store.file, isolation_level=None)
    if harm == "spoilt":
        store.file.write_bytes(b"\x00" * 8192)
    elif harm == "locked":
        other.execute("BEGIN EXCLUSIVE")
    else:
        store.file.rename(store.file.with_suffix(".elsewhere"))
    assert states(store, text) == ["closed"] * 3
    with pytest.raises(KeysAway):
        store.note("reader", EVENT.source, EVENT.id)
    other.close()


def test_a_key_is_bound_to_its_row(hub: Hub) -> None:
    # given a store in which somebody has put one person's key in the row of another
    store = hub.store()
    text = sealed(store)
    with store.session(writing=True) as connection:
        rows = connection.execute("SELECT id, wrapped FROM key WHERE purpose = 'petitioner' ORDER BY id").fetchall()
        connection.execute("UPDATE key SET wrapped = ? WHERE id = ?", (rows[0][1], rows[1][0]))
    # then it gives no key for it
    with pytest.raises(KeysAway):
        store.to_seal([("p-7", "petitioner"), ("p-8", "petitioner")])
    assert set(states(store, text)) == {"closed"}


def test_keys_are_what_they_are_called(hub: Hub) -> None:
    key = hub.store().to_seal([("p-7", "contact")])["p-7", "contact"]
    assert isinstance(key, Key)
    hub.store().destroy("p-7", None)
    assert isinstance(hub.store().to_open([key.id])[key.id], Erased)
    assert oct(hub.store().file.stat().st_mode & 0o777) == oct(hub.store().ring.path(1).stat().st_mode & 0o777) == "0o600"
    assert oct(hub.store().folder.stat().st_mode & 0o777) == "0o700"
