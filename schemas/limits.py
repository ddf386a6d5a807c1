"""Limits of what may be sent, in bytes, items, levels of nesting or digits. Doors, gate and codec share them."""

from typing import Final

RECORD_BYTES: Final = 60 * 1024
"""A record as written to the ledger. The archive keeps it as one entry, whose length is a 16 bit number."""

QUARANTINE_VALUE_BYTES: Final = 1536 * 1024
"""Of a value in quarantine so many bytes are kept: every record that an inbox takes, and room for what is said of it."""

QUARANTINE_BYTES: Final = 2 * 1024 * 1024

EVENT_JSON_BYTES: Final = 256 * 1024
"""One event as JSON text: no record within RECORD_BYTES needs more, even with every character escaped."""

BODY_BYTES: Final = 8 * 1024 * 1024
BODY_EVENTS: Final = 500
JSON_DEPTH: Final = 32
NUMBER_DIGITS: Final = 19
"""Digits of the largest 64 bit integer; longer numbers are refused before they are converted."""

IDENTIFIER_BYTES: Final = 256
LABEL_BYTES: Final = 256
ITEMS: Final = 4096
"""Items of one array in a record: more than the largest congress has deputies."""

VARINT_BYTES: Final = 10
SHOWN_CHARACTERS: Final = 80
"""Of a refused value so many characters are shown."""
