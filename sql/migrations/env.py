"""Alembic's entry: runs on the connection, and so in the transaction, that sql/migrate.py hands over."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], version_table_schema="ops")
with context.begin_transaction():
    context.run_migrations()
