"""What this database is: versions, sizes, roles."""

from sqlalchemy import Engine

from sql import roles
from sql.call import driver
from sql.migrate import code_revision, is_current, revision_of

_SIZES = """
select n.nspname || '.' || c.relname,
       sum(pg_total_relation_size(coalesce(i.inhrelid, c.oid)))::bigint,
       sum(greatest(coalesce(part.reltuples, c.reltuples), 0))::bigint
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  left join pg_inherits i on i.inhparent = c.oid
  left join pg_class part on part.oid = i.inhrelid
 where n.nspname in ('raw', 'core', 'board', 'audit', 'ops') and c.relkind in ('r', 'p') and not c.relispartition
 group by 1 having sum(pg_total_relation_size(coalesce(i.inhrelid, c.oid))) > 0 order by 2 desc, 1
"""
_ROLES = "select rolname, rolcanlogin, rolsuper or rolbypassrls from pg_roles where rolname = any(%s) order by rolname"


def status(engine: Engine) -> list[str]:
    """Lines for a person: server and schema versions, tables by size, login roles."""
    with engine.connect() as connection:
        cursor = driver(connection)
        (server, database, size) = cursor.execute(
            "select current_setting('server_version'), current_database(),"
            " pg_size_pretty(pg_database_size(current_database()))"
        ).fetchone() or ("", "", "")
        revision = revision_of(connection)
        if revision is None:
            return [f"PostgreSQL {server}, database {database}", "Not migrated yet: python -m sql migrate"]
        lines = [
            f"PostgreSQL {server}, database {database}, {size}",
            f"schema revision {revision} (code knows {code_revision()}): "
            + ("up to date" if is_current(connection) else "behind this code, run: python -m sql migrate"),
            "",
            f"{'table':40} {'kB':>10} {'rows, about':>14}",
        ]
        lines += [f"{name:40} {bytes_ // 1024:>10} {rows:>14}" for name, bytes_, rows in cursor.execute(_SIZES)]
        known = {name: (login, power) for name, login, power in cursor.execute(_ROLES, [list(roles.ROLES)])}
        lines += ["", "roles"]
        for role in roles.ROLES:
            login, power = known.get(role, (False, False))
            state = (
                "missing" if role not in known else "no login" if not login else "TOO POWERFUL" if power else "ready"
            )
            lines.append(f"{role:40} {state}")
        return lines
