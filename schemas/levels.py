"""The five levels, highest first. A level is a word, never a number and never the depth of a code."""

from typing import Final, Literal, get_args

Level = Literal["national", "province", "city", "county", "town"]
LEVELS: Final[tuple[Level, ...]] = get_args(Level)
CHINESE: Final[dict[Level, str]] = {
    "national": "全国",
    "province": "省级",
    "city": "市级",
    "county": "县级",
    "town": "乡级",
}


def rank(level: Level) -> int:
    """Place of the level from the top: national is 0, town is 4."""
    return LEVELS.index(level)
