"""Gives each part of the hub its role and its user, with the secrets that lie in files; safe to repeat, and quick where nothing changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from kafka.admin import (
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    KafkaAdminClient,
    ResourcePatternFilter,
    ResourceType,
    ScramMechanism,
    UserScramCredentialUpsertion,
)
from kafka.errors import KafkaError, NoError
from psycopg2 import extensions, sql

from hub.access.staff import ROLES, USERS
from hub.embedded.process import until
from projections.database import connect
from schemas.errors import Unavailable, shown

_ANY: Final = ACLFilter(
    None, None, ACLOperation.ANY, ACLPermissionType.ANY, ResourcePatternFilter(ResourceType.ANY, None, ACLResourcePatternType.ANY)
)
_ADMIT: Final = "ALTER ROLE {} LOGIN PASSWORD {}"
_LOCK: Final = 0x726F6C65
HEEDED_SECONDS: Final = 30.0
Secret = Callable[[str], str]


def admit_roles(dsn: str, secret: Secret) -> None:
    """Lets every part sign in to the database; `secret` gives the content of a secret's file by its name. Raises Unavailable.

    The server is sent a SCRAM verifier, never the password, so that no log can hold it.
    """
    connection = connect(dsn)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
            for role in ROLES:
                password = secret(f"postgres-{role}")
                verifier = extensions.encrypt_password(password, role, scope=connection, algorithm="scram-sha-256")
                cursor.execute(sql.SQL(_ADMIT).format(sql.Identifier(role), sql.Literal(verifier)))
    finally:
        connection.close()


def admit_users(client: Mapping[str, Any], secret: Secret) -> None:
    """Lets every part sign in to the broker, with exactly the rights of `staff`. Raises Unavailable."""
    try:
        admin = KafkaAdminClient(**client)
    except KafkaError as error:
        raise Unavailable(f"Kafka {type(error).__name__}") from error
    try:
        _passwords(admin, {part.user: secret(f"kafka-{part.user}") for part in USERS})
        _rights(admin)
    except KafkaError as error:
        raise Unavailable(f"Kafka {type(error).__name__}") from error
    finally:
        admin.close()


def _passwords(admin: KafkaAdminClient, passwords: Mapping[str, str]) -> None:
    changes = [UserScramCredentialUpsertion(user, ScramMechanism.SCRAM_SHA_512, password) for user, password in passwords.items()]
    failed = [error for error in admin.alter_user_scram_credentials(changes).values() if error]
    if failed:
        raise Unavailable(shown(f"Kafka {failed[0]}"))


def _rights(admin: KafkaAdminClient) -> None:
    """Allows what is missing, and forbids what a part may do no more; returns when the broker goes by it."""
    wanted = {rule_key(one): one for part in USERS for one in part.acls()}
    known = known_rights(admin)
    missing = [one for key, one in wanted.items() if key not in known]
    spare = [one for key, one in known.items() if key not in wanted]
    if missing and (failed := admin.create_acls(missing)["failed"]):
        raise Unavailable(shown(f"Kafka {failed[0]}"))
    if spare:
        admin.delete_acls([exactly(one) for one in spare])
    if missing or spare:
        # What the controller has written down reaches the broker a little later, while it makes topics even later.
        until(lambda: known_rights(admin).keys() == wanted.keys(), HEEDED_SECONDS, "Kafka")


def known_rights(admin: KafkaAdminClient) -> dict[tuple[Any, ...], ACL]:
    """Every rule of a part of the hub that the broker keeps."""
    mine = {part.user for part in USERS}
    return rights_of(admin, mine.__contains__)


def rights_of(admin: KafkaAdminClient, whose: Callable[[str], bool]) -> dict[tuple[Any, ...], ACL]:
    """Every rule that the broker keeps of users for whose names `whose` is true."""
    return {key: one for key, one in rules(admin, _ANY).items() if whose(one.principal.removeprefix("User:"))}


def rules(admin: KafkaAdminClient, which: ACLFilter) -> dict[tuple[Any, ...], ACL]:
    """The rules that the broker keeps and goes by, of those that the filter names."""
    found, error = admin.describe_acls(which)
    if error is not NoError:
        raise error()
    return {rule_key(one): one for one in found}


def rule_key(one: ACL) -> tuple[Any, ...]:
    """What makes a rule the rule it is."""
    pattern = one.resource_pattern
    kind = (pattern.resource_type, pattern.resource_name, pattern.pattern_type)
    return (one.principal, one.host, one.operation, one.permission_type, *kind)


def exactly(one: ACL) -> ACLFilter:
    """What finds this rule and no other."""
    pattern = one.resource_pattern
    exact = ResourcePatternFilter(pattern.resource_type, pattern.resource_name, pattern.pattern_type)
    return ACLFilter(one.principal, one.host, one.operation, one.permission_type, exact)
