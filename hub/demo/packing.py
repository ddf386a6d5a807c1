"""Makes ready what the systems hand over while the hub comes up: as the encoding waits for nobody, nobody is to wait for it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType

from hub.demo import frames
from hub.demo.pen import PHASES, Family, Phase, Sent, System


@dataclass(frozen=True)
class Load:
    """What is handed over in one phase. `native`: framed records by system and family, in order; `others`: the records of the other systems."""

    native: dict[System, dict[Family, list[tuple[bytes, bytes]]]] = field(default_factory=dict)
    others: dict[System, list[Sent]] = field(default_factory=dict)


class Packing:
    """Loads, phase by phase, in a thread of its own."""

    def __init__(self) -> None:
        """Nothing is begun."""
        self._thread = ThreadPoolExecutor(1)
        self._loads: dict[Phase, Future[Load]] = {}

    def __enter__(self) -> Packing:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """What was not begun is not made any more."""
        self._thread.shutdown(cancel_futures=True)

    def begin(self, sent: Sequence[Sent]) -> None:
        """Make ready what was written, the first phase first."""
        for phase in PHASES:
            self._loads[phase] = self._thread.submit(packed, sent, phase)

    def load(self, phase: Phase) -> Load:
        """What is handed over in a phase, once it is ready."""
        return self._loads[phase].result()


def packed(sent: Sequence[Sent], phase: Phase) -> Load:
    """Everything of one phase, by system. Pure."""
    load = Load()
    for one in sent:
        if one.phase != phase:
            continue
        if one.system.door != "kafka":
            load.others.setdefault(one.system, []).append(one)
        else:
            load.native.setdefault(one.system, {}).setdefault(one.family, []).append((str(one.event["subject"]).encode(), frames.frame(one)))
    return load
