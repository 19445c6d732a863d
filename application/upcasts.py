"""Reading events that an earlier version of the product wrote.

Context. Events are read for ever and rewritten never. Decision. An event class whose content changes
gets the next ``VERSION``, and an upcast here that takes the plain content of the version before to
it. Consequence: classes know only their newest shape; what a newer product wrote is refused, because
reading it in part would lose the rest. Kept by ``tests/application/test_upcasts.py`` and
``tests/frozen_events/test_frozen_events.py``.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from application.codec import Encoded
from domain.codec import CodecError

Upcast = Callable[[Encoded], Encoded]
Upcasts = Mapping[tuple[str, int], Upcast]

UPCASTS: Upcasts = MappingProxyType({})
"""By topic and the version that is read: what makes it the next version. None was needed yet."""


def upcast(topic: str, encoded: Encoded, *, newest: int, upcasts: Upcasts = UPCASTS) -> Encoded:
    """The content as its newest version has it.

    Raises:
        CodecError: a newer product wrote it, or a step is missing.

    """
    if encoded.version > newest:
        raise CodecError(f"event {topic!r} has version {encoded.version}: a newer product wrote it")
    while encoded.version < newest:
        step = upcasts.get((topic, encoded.version))
        if step is None:
            raise CodecError(f"event {topic!r} has no upcast from version {encoded.version}")
        risen = step(encoded)
        if risen.version != encoded.version + 1:
            raise CodecError(f"the upcast of {topic!r} from {encoded.version} skips a version")
        encoded = risen
    return encoded
