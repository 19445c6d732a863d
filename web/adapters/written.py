"""How plain data are written in columns of JSON: of read models, and of unfinished work."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import orjson


def _text(plain: Any) -> str:
    return orjson.dumps(plain).decode()


JSON: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {"json_serializer": _text, "json_deserializer": orjson.loads}
)
"""As an engine takes it. A read model writes as much JSON as everything else together."""
