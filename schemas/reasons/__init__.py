"""Why something is refused or waits: each code with its sentence and what to do, in Chinese and English."""

from collections.abc import Mapping
from typing import Final

from schemas.reasons.anomalies import ANOMALIES
from schemas.reasons.archive import ARCHIVE
from schemas.reasons.asking import ASKING
from schemas.reasons.broken import BROKEN
from schemas.reasons.form import FORM
from schemas.reasons.handling import HANDLING
from schemas.reasons.health import HEALTH
from schemas.reasons.keeping import KEEPING
from schemas.reasons.life import LIFE
from schemas.reasons.named import NAMED
from schemas.reasons.personal import PERSONAL
from schemas.reasons.publishing import PUBLISHING
from schemas.reasons.reason import Reason
from schemas.reasons.sitting import SITTING
from schemas.reasons.standing import STANDING
from schemas.reasons.witnessing import WITNESSING

__all__ = ["BROKEN", "REASONS", "Reason"]

REASONS: Final[Mapping[str, Reason]] = {
    **FORM,
    **STANDING,
    **ASKING,
    **KEEPING,
    **ARCHIVE,
    **PUBLISHING,
    **ANOMALIES,
    **NAMED,
    **SITTING,
    **HANDLING,
    **LIFE,
    **HEALTH,
    **PERSONAL,
    **WITNESSING,
}
