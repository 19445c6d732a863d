"""What a person chose for themselves."""

from uuid import UUID

from sqlalchemy import Engine, insert, select, update

from web.adapters.stores import reading
from web.adapters.tables import preferences

THEMES = {"system": "Same as my device", "light": "Light", "dark": "Dark"}


class Preferences:
    """The theme, so far."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def theme(self, person: UUID) -> str:
        query = select(preferences.c.theme).where(preferences.c.person == person)
        with reading(self._engine).connect() as connection:
            return connection.execute(query).scalar_one_or_none() or "system"

    def set_theme(self, person: UUID, theme: str) -> None:
        with self._engine.begin() as connection:
            changed = connection.execute(
                update(preferences).where(preferences.c.person == person).values(theme=theme)
            )
            if not changed.rowcount:
                connection.execute(insert(preferences).values(person=person, theme=theme))
