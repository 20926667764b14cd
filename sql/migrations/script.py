"""How a revision runs its .sql file."""

from pathlib import Path

from alembic import op

from sql.call import run_script


def run(revision: str) -> None:
    """Run <revision>.sql on the connection of the migration that is under way."""
    run_script(op.get_bind(), Path(__file__).with_name(f"{revision}.sql").read_text(encoding="utf-8"))
