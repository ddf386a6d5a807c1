"""What a person does about a quarantined record. Each act is a record on the quarantine topic; nothing kept is changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from connectors.receipt import Receipt
from connectors.translate import Outgoing
from hub.access.rights import sender_of
from hub.access.who import Principal
from hub.broker import Broker
from hub.desk.items import OPEN, Item, to_record
from schemas import quarantine
from schemas.errors import HubError, Problem, Refused, Unavailable
from schemas.ids import row_id
from schemas.quarantine import Quarantined
from schemas.topics import QUARANTINE

TEMPLATE: Final = "fix"


def resubmit(broker: Broker, asker: Principal, item: Item, note: str) -> None:
    """Have a record judged anew as it is. Raises HubError ALREADY_JUDGED, NotFound when its bytes were not kept whole."""
    _require_open(item)
    _write(broker, quarantine.resubmission(to_record(item), asker.name, note))


def fix(broker: Broker, asker: Principal, item: Item, event: Mapping[str, Any], note: str) -> Receipt:
    """Publish an event of the desk's own source in place of a record, and close the record. Raises Refused, ALREADY_JUDGED.

    The id follows from the record, so that a fix said twice is a duplicate.
    """
    _require_open(item)
    sender, kept = sender_of(asker), to_record(item)
    cause = quarantine.fix_cause(kept)
    said = {**event, "source": sender, "id": row_id(sender, TEMPLATE, quarantine.key_of(kept).decode()), "causationid": cause}
    (receipt,) = broker.door().publish([said], sender)
    if receipt.problem is not None:
        raise Refused(receipt.problem)
    _write(broker, quarantine.settlement(kept, "fix", asker.name, note))
    return receipt


def drop(broker: Broker, asker: Principal, item: Item, note: str) -> None:
    """Close a record without anything in its place. Raises HubError ALREADY_JUDGED."""
    _require_open(item)
    _write(broker, quarantine.settlement(to_record(item), "dropped", asker.name, note))


def _require_open(item: Item) -> None:
    if item["kind"] not in OPEN:
        raise HubError(problem=Problem("ALREADY_JUDGED", "", " ".join(OPEN), item["kind"]))


def _write(broker: Broker, record: Quarantined) -> None:
    """Write to the quarantine topic and wait for the broker. Raises Unavailable."""
    written = Outgoing(QUARANTINE, quarantine.key_of(record), quarantine.encode(record), tuple(quarantine.headers_of(record)))
    (found,) = broker.writer().write([written]).found()
    if isinstance(found, Problem):
        raise Unavailable(found.got)
