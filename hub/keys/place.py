"""Where the key store of a hub lies, and how it comes to be."""

from __future__ import annotations

from hub.keys.ring import Ring
from hub.keys.store import KeyStore
from hub.keys.suites import BY_NAME
from hub.settings import Settings


def key_store(settings: Settings) -> KeyStore:
    """The keys of personal data: in `HUB_KEYS`, else in the data folder. Nothing is opened or made yet."""
    folder = settings.folder.root / "keys" if settings.keys is None else settings.keys.expanduser().absolute()
    return KeyStore(folder, Ring(settings.folder.root / "secrets"), settings.now, BY_NAME[settings.suite], settings.key_days)
