"""What a reason consists of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """The sentence of a code and what to do about it, in both languages."""

    zh: str
    en: str
    do_zh: str
    do_en: str
