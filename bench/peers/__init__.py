"""The hub beside what teams use otherwise: the same events, the same roll-ups, the same machine, checked for equality before a time counts."""
