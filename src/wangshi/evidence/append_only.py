"""只加不改: the database itself refuses to change or drop an entry of custody.

Called by the room's migration, one way for each kind of database. Whoever owns the database can
take the refusal away; the entries' own digests and the audit record then still tell.
"""

from typing import Any, Final

TABLE: Final = "evidence_custodyentry"
SAID: Final = "保管链只加不改"

SQLITE: Final = tuple(
    f"CREATE TRIGGER {TABLE}_{name} BEFORE {act} ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
    for name, act in (("never_changed", "UPDATE"), ("never_dropped", "DELETE"))
)
SQLITE_BACK: Final = tuple(
    f"DROP TRIGGER {TABLE}_{name}" for name in ("never_changed", "never_dropped")
)
POSTGRESQL: Final = (
    f"CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'restrict_violation'; END $$",
    f"CREATE TRIGGER {TABLE}_kept BEFORE UPDATE OR DELETE ON {TABLE} "
    f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
)
POSTGRESQL_BACK: Final = (
    f"DROP TRIGGER {TABLE}_kept ON {TABLE}",
    f"DROP FUNCTION {TABLE}_refuse()",
)


def guard(apps: Any, schema_editor: Any) -> None:
    """装上: from now on rows are only added."""
    _run(schema_editor, SQLITE, POSTGRESQL)


def release(apps: Any, schema_editor: Any) -> None:
    """拆下: the way back."""
    _run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


def _run(schema_editor: Any, sqlite: tuple[str, ...], postgresql: tuple[str, ...]) -> None:
    for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
        schema_editor.execute(statement)
