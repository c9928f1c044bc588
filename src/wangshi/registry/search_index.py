"""二字索引: the database's own index over `name_grams`, one way for each kind of database.

SQLite keeps a full-text table beside the table, fed by triggers; PostgreSQL keeps a GIN index
over the pairs. A migration that rebuilds one of these tables on SQLite drops its triggers:
let it call `create` again.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

TABLES: Final = ("registry_operator", "registry_shop")

SQLITE: Final = (
    """CREATE VIRTUAL TABLE {table}_pairs USING fts5(name_grams,
    content='{table}', content_rowid='id', detail=none, columnsize=0,
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Cn'")""",
    """CREATE TRIGGER {table}_pairs_added AFTER INSERT ON {table} BEGIN
    INSERT INTO {table}_pairs(rowid, name_grams) VALUES (new.id, new.name_grams);
    END""",
    """CREATE TRIGGER {table}_pairs_gone AFTER DELETE ON {table} BEGIN
    INSERT INTO {table}_pairs({table}_pairs, rowid, name_grams)
    VALUES ('delete', old.id, old.name_grams);
    END""",
    """CREATE TRIGGER {table}_pairs_changed AFTER UPDATE OF name_grams ON {table}
    WHEN old.name_grams IS NOT new.name_grams BEGIN
    INSERT INTO {table}_pairs({table}_pairs, rowid, name_grams)
    VALUES ('delete', old.id, old.name_grams);
    INSERT INTO {table}_pairs(rowid, name_grams) VALUES (new.id, new.name_grams);
    END""",
    "INSERT INTO {table}_pairs({table}_pairs) VALUES ('rebuild')",
)
# Without fastupdate a search never has to read a list of entries still waiting to be sorted in.
POSTGRESQL: Final = (
    "CREATE INDEX {table}_pairs ON {table}"
    " USING gin (string_to_array(name_grams, ' ')) WITH (fastupdate = off)",
)


def create(apps: Any, schema_editor: Any) -> None:
    """建索引: called by the room's migration."""
    wanted = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for table in TABLES:
        for statement in wanted:
            schema_editor.execute(statement.format(table=table))


def drop(apps: Any, schema_editor: Any) -> None:
    """拆索引: the way back."""
    for table in TABLES:
        if schema_editor.connection.vendor == "sqlite":
            for trigger in ("added", "gone", "changed"):
                schema_editor.execute(f"DROP TRIGGER {table}_pairs_{trigger}")
            schema_editor.execute(f"DROP TABLE {table}_pairs")
        else:
            schema_editor.execute(f"DROP INDEX {table}_pairs")


def keys_with(table: str, pairs: Sequence[str], *, most: int) -> list[int]:
    """含有这些相邻二字的行: at most `most` keys; the pairs stand side by side in this order."""
    if not pairs:
        return []
    run = " ".join(pairs)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            wanted = " ".join(f'"{pair}"' for pair in dict.fromkeys(pairs))
            cursor.execute(_ask_sqlite(table, len(pairs)), [wanted, *_run(run, pairs), most])
        else:
            cursor.execute(_ask_postgresql(table, len(pairs)), [run, *_run(run, pairs), most])
        return [row[0] for row in cursor.fetchall()]


def _run(run: str, pairs: Sequence[str]) -> list[str]:
    return [run] if len(pairs) > 1 else []


def _ask_sqlite(table: str, length: int) -> str:
    if length == 1:
        return f"SELECT rowid FROM {table}_pairs WHERE {table}_pairs MATCH %s LIMIT %s"  # noqa: S608
    return (
        f"SELECT {table}.id FROM {table}_pairs JOIN {table} ON {table}.id = {table}_pairs.rowid"  # noqa: S608
        f" WHERE {table}_pairs MATCH %s AND instr({table}.name_grams, %s) > 0 LIMIT %s"
    )


def _ask_postgresql(table: str, length: int) -> str:
    adjacent = " AND position(%s in name_grams) > 0" if length > 1 else ""
    return (
        f"SELECT id FROM {table}"  # noqa: S608
        f" WHERE string_to_array(name_grams, ' ') @> string_to_array(%s, ' '){adjacent} LIMIT %s"
    )
