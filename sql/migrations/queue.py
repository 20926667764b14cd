"""The queue's tables: made by the files that the package of the queue brings along, each once, in its own order.

The package adds a file whenever its tables change and never edits an old one. So a database that is made today by a
newer package stops where this release stops, and the migration that goes further names the version up to which it goes.
Nothing of the package is imported: the database is set up before any program runs.
"""

from importlib.metadata import distribution
from pathlib import Path

from alembic import op

from sql.call import driver, run_script

SCHEMA = "queue"


def install(after: str, up_to: str) -> None:
    """Run the files of the versions after one and up to another (such as 03.04.00) on the migration's connection.

    An empty database gets the whole of that version at once, where the package is of that version: PostgreSQL before
    17 does not use, in the transaction that adds it, what some of the single files add to a type.
    Raises LookupError when the package has no file of the last version: then it is older than this migration.
    """
    folder = Path(str(distribution("procrastinate").locate_file("procrastinate/sql/migrations")))
    files = [path for path in sorted(folder.glob("*.sql")) if after < path.name[: len(up_to)] <= up_to]
    if not files or not files[-1].name.startswith(up_to):
        raise LookupError(f"procrastinate has no migration {up_to}; install the version that pyproject.toml asks for")
    if not after and files == sorted(folder.glob("*.sql")):
        files = [folder.parent / "schema.sql"]
    connection = op.get_bind()
    driver(connection).execute("select set_config('search_path', %s, true)", [SCHEMA])
    for path in files:
        run_script(connection, path.read_text(encoding="utf-8"))
    driver(connection).execute("select set_config('search_path', '\"$user\", public', true)")
