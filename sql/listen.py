"""Hearing what the database tells: a connection of its own that waits for NOTIFY."""

from collections.abc import AsyncIterator

import psycopg
from psycopg import sql

from sql import database


async def told(role: str, channel: str) -> AsyncIterator[str]:
    """The payload of each notice on a channel, as it comes; first an empty one, when listening begins.

    Ends never by itself. Raises psycopg.OperationalError when the connection is lost: what was told meanwhile is gone,
    so look at what waits when you begin again.
    """
    async with await psycopg.AsyncConnection.connect(database.conninfo(role), autocommit=True) as connection:
        await connection.execute(sql.SQL("listen {}").format(sql.Identifier(channel)))
        yield ""
        async for notice in connection.notifies():
            yield notice.payload
