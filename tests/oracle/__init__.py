"""A second, naive implementation of the catalogue: event by event over a plain list, from `cases.md`, `contract.md` and `domain.md` alone."""
