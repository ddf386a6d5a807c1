"""The pens of all systems of the demo, made when first taken up. Pure."""

from collections.abc import Iterator

from hub.demo.pen import Pen, System


class Pens:
    """System → pen; every pen's choices follow from one seed."""

    def __init__(self, seed: str) -> None:
        """No pen is in use yet."""
        self._seed = seed
        self._pens: dict[System, Pen] = {}

    def __getitem__(self, system: System) -> Pen:
        """The pen of a system."""
        if system not in self._pens:
            self._pens[system] = Pen(system, self._seed)
        return self._pens[system]

    def __iter__(self) -> Iterator[Pen]:
        """Those in use."""
        return iter(self._pens.values())
