"""How clients of Kafka sign in: the hub says it once, in kafka-python's words; aiokafka has others for TLS."""

import ssl
from collections.abc import Mapping
from typing import Any, Final

_AUTHORITY: Final = "ssl_cafile"


def signed(client: Mapping[str, Any]) -> dict[str, Any]:
    """How aiokafka signs in, from kafka-python's words: of TLS it takes no file, and wants the context made.

    Without a file the authorities that the machine trusts are asked. Raises OSError when the file is not there, ssl.SSLError when it is none.
    """
    words = {name: value for name, value in client.items() if name != _AUTHORITY}
    if str(words.get("security_protocol", "")).endswith("SSL"):
        words["ssl_context"] = ssl.create_default_context(cafile=client.get(_AUTHORITY))
    return words
