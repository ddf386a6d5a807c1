"""What was written, in the forms in which it is handed over. Pure."""

from typing import Any

from hub.demo.pen import Sent
from schemas import codec, form
from schemas.registry import by_name


def frame(sent: Sent) -> bytes:
    """The framed Avro record, as a native publisher makes it. It is the gate that checks it."""
    kind = by_name(sent.type)
    assert kind is not None  # noqa: S101 - the demo writes released types only
    return codec.frame(kind, sent.event)


def cloudevent(sent: Sent) -> dict[str, Any]:
    """The event as CloudEvents JSON has it."""
    kind = by_name(sent.type)
    assert kind is not None  # noqa: S101
    return form.to_event(kind, sent.event)
