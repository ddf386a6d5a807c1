"""The rules of AsyncAPI 3.0 and of its Kafka binding 0.5.0 that a document of ours can break, as a JSON schema written from the
specification: of each object that we use its members, which of them must be there, and what they may say.

No maintained validator of AsyncAPI 3 is among the packages of Python (docs/dependencies.md); the official JSON schemas come
as a package for another language.
"""

from typing import Any, Final

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string", "minLength": 1}
NAME: Final = r"^[\w.-]+$"


def an_object(needed: dict[str, Any], **possible: Any) -> Schema:
    """An object with these members, the first of which must be there, and extensions."""
    return {
        "type": "object",
        "properties": {**needed, **possible},
        "required": list(needed),
        "patternProperties": {r"^x-": True},
        "additionalProperties": False,
    }


def named(value: Schema) -> Schema:
    """A map from names to values."""
    return {"type": "object", "propertyNames": {"pattern": NAME}, "additionalProperties": value}


def to(pattern: str) -> Schema:
    """A reference whose target matches."""
    return an_object({"$ref": {"type": "string", "pattern": pattern}})


VERSION: Final[Schema] = {"const": "0.5.0"}
TOPIC: Final = an_object(
    {},
    **{
        "cleanup.policy": {"type": "array", "items": {"enum": ["delete", "compact"]}, "minItems": 1},
        "retention.ms": {"type": "integer", "minimum": -1},
        "retention.bytes": {"type": "integer", "minimum": -1},
        "delete.retention.ms": {"type": "integer", "minimum": 0},
        "max.message.bytes": {"type": "integer", "minimum": 0},
    },
)
CHANNEL_BINDING: Final = an_object(
    {"bindingVersion": VERSION},
    topic=TEXT,
    partitions={"type": "integer", "exclusiveMinimum": 0},
    replicas={"type": "integer", "exclusiveMinimum": 0},
    topicConfiguration=TOPIC,
)
MESSAGE_BINDING: Final = an_object(
    {"bindingVersion": VERSION},
    key={"type": "object"},
    schemaIdLocation={"enum": ["header", "payload"]},
    schemaIdPayloadEncoding=TEXT,
    schemaLookupStrategy=TEXT,
)
PARAMETER: Final = an_object({}, enum={"type": "array", "items": TEXT, "minItems": 1}, default=TEXT, description=TEXT, examples={"type": "array"})
CHANNEL: Final = an_object(
    {"address": TEXT, "messages": named(to(r"^#/components/messages/[\w.-]+$"))},
    title=TEXT,
    summary=TEXT,
    description=TEXT,
    servers={"type": "array", "items": to("^#/servers/")},
    parameters=named(PARAMETER),
    bindings=an_object({"kafka": CHANNEL_BINDING}),
)
OPERATION: Final = an_object(
    {"action": {"enum": ["send", "receive"]}, "channel": to(r"^#/channels/[\w.-]+$")},
    summary=TEXT,
    description=TEXT,
    messages={"type": "array", "items": to("^#/channels/")},
)
AVRO: Final = an_object({"schemaFormat": {"pattern": r"^application/vnd\.apache\.avro(\+json|\+yaml)?;version=1\.9\.0$"}, "schema": to(r"\.avsc$")})
MESSAGE: Final = an_object(
    {"payload": {"oneOf": [to("^#/components/schemas/"), AVRO]}, "contentType": TEXT},
    name=TEXT,
    title=TEXT,
    summary=TEXT,
    description=TEXT,
    headers={"type": "object", "properties": {"type": {"const": "object"}}, "required": ["type"]},
    bindings=an_object({"kafka": MESSAGE_BINDING}),
)
SERVER: Final = an_object(
    {"host": TEXT, "protocol": {"enum": ["kafka", "kafka-secure"]}},
    protocolVersion=TEXT,
    pathname=TEXT,
    description=TEXT,
    title=TEXT,
    summary=TEXT,
    variables=named(an_object({}, enum={"type": "array"}, default=TEXT, description=TEXT, examples={"type": "array"})),
    security={"type": "array", "items": to("^#/components/securitySchemes/")},
)
SECURITY: Final = an_object({"type": {"enum": ["plain", "scramSha256", "scramSha512", "gssapi", "userPassword", "X509"]}}, description=TEXT)

DOCUMENT: Final = an_object(
    {
        "asyncapi": {"const": "3.0.0"},
        "info": an_object({"title": TEXT, "version": TEXT}, description=TEXT, license=an_object({"name": TEXT}, url=TEXT)),
    },
    defaultContentType={"pattern": r"^[\w.+-]+/[\w.+-]+$"},
    servers=named(SERVER),
    channels=named(CHANNEL),
    operations=named(OPERATION),
    components=an_object(
        {},
        schemas=named({"$ref": "http://json-schema.org/draft-07/schema#"}),
        messages=named(MESSAGE),
        securitySchemes=named(SECURITY),
    ),
)
"""The rules of the whole document. That references lead somewhere is asked by the test itself."""
