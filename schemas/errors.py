"""The one error tree of the hub, and the located problem that a refused record is answered with.

HubError                 anything the hub says on purpose; exit code 1
├── Refused              a record or request is refused: carries a Problem
├── NotFound             no such thing, or not for this reader: the answer is the same
├── UsageError           used wrongly; exit code 2
├── Unavailable          a part (broker, database) does not answer; trying again may help
└── Inconsistent         a check found a difference that must not be: stop and look
"""

from dataclasses import asdict, dataclass
from typing import Final, Literal

from schemas.limits import SHOWN_CHARACTERS
from schemas.reasons import REASONS, Reason

__all__ = [
    "REASONS",
    "HubError",
    "Inconsistent",
    "Language",
    "NotFound",
    "Problem",
    "Reason",
    "Refused",
    "Unavailable",
    "UsageError",
    "shown",
    "to_json",
]

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one record.

    `code` is a key of REASONS; `field` a JSON pointer (RFC 6901) into the CloudEvents form, empty for the whole record;
    `expected` and `got` are short texts, `got` never longer than SHOWN_CHARACTERS and free of control characters.
    """

    code: str
    field: str = ""
    expected: str = ""
    got: str = ""

    def sentence(self, language: Language = "zh") -> str:
        """The reason with its place and values, as people read it."""
        reason = REASONS[self.code]
        words = _WORDS[language]
        parts = [reason.zh if language == "zh" else reason.en]
        parts += [f"{self.field}"] if self.field else []
        parts += [f"{words[0]} {self.expected}"] if self.expected else []
        parts += [f"{words[1]} {self.got}"] if self.got else []
        return words[2].join(parts)

    def remedy(self, language: Language = "zh") -> str:
        """What the sender can do about it."""
        reason = REASONS[self.code]
        return reason.do_zh if language == "zh" else reason.do_en


_WORDS: Final = {"zh": ("应为", "实为", "；"), "en": ("expected", "got", "; ")}


class HubError(Exception):
    """Anything the hub says on purpose. `problem` says what, where and what to do."""

    code = "FOUND_WRONG"

    def __init__(self, detail: str = "", problem: Problem | None = None) -> None:
        """Of a detail to be shown, or of a whole problem."""
        self.problem = problem or Problem(self.code, got=detail)
        super().__init__(self.problem.sentence("en"))


class Refused(HubError):
    """A record or request is refused; see `problem`."""

    def __init__(self, problem: Problem) -> None:
        """Of what is wrong, and where."""
        super().__init__(problem=problem)


class NotFound(HubError):
    """No such thing, or not for this reader."""

    code = "NOT_FOUND"


class UsageError(HubError):
    """The caller used a function, a command or a setting wrongly."""

    code = "USED_WRONGLY"


class Unavailable(HubError):
    """A part of the hub does not answer."""

    code = "UNAVAILABLE"


class NotRunning(Unavailable):
    """The hub was not brought up, or was taken down."""

    code = "NOT_RUNNING"


class Inconsistent(HubError):
    """A check found a difference that must not be."""

    code = "FOUND_WRONG"


def shown(value: object) -> str:
    """A refused value as it may be shown: cut short, escaped, without control characters or line ends."""
    text = value if isinstance(value, str) else ascii(value) if isinstance(value, bytes) else repr(value)
    cut = text[:SHOWN_CHARACTERS] + ("…" if len(text) > SHOWN_CHARACTERS else "")
    return cut if cut.isprintable() else "".join(one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in cut)


def to_json(problem: Problem, language: Language = "zh") -> dict[str, str]:
    """The problem as members of a JSON object: code, field, expected, got, sentence, remedy."""
    return {**asdict(problem), "sentence": problem.sentence(language), "remedy": problem.remedy(language)}
