"""The command ``uof``. Heavy modules are imported by the verb that needs them, so help is quick."""
