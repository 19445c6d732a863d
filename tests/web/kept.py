"""What an installation keeps, as digests: whether anything changed."""

import hashlib

from sqlalchemy import MetaData, inspect, select

from web.adapters.access_tables import NEVER_CHANGED
from web.adapters.stores import DURABLE
from web.bootstrap import Services

LOGGED = {table.name for table in NEVER_CHANGED}


def digests(services: Services) -> dict[str, str]:
    """A digest of every row of every durable table.

    Of sessions all but when they were last seen: that a person is there is written down by
    reading, so that an idle session can end. It is no part of any record. And that they looked is
    written down in the access log, which has tests of its own.
    """
    found = {}
    for store in DURABLE:
        engine = services.stores.engine(store)
        metadata = MetaData()
        metadata.reflect(engine)
        assert inspect(engine).get_table_names(), store
        for name, table in metadata.tables.items():
            if name in LOGGED:
                continue
            columns = [column for column in table.c if column.name != "seen_at"]
            with engine.connect() as connection:
                rows = sorted(map(repr, connection.execute(select(*columns))))
            found[f"{store}.{name}"] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found
