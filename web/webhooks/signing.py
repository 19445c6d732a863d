"""The signature by which another system knows that a message is ours and was not altered.

Three headers, as Standard Webhooks has them: an id that stays the same when a message is sent again,
the moment it was sent, and an HMAC-SHA256 over both and the content.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    """A secret as it is shown, once."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def headers(secret: str, *, message: str, at: datetime, body: bytes) -> Mapping[str, str]:
    moment = str(int(at.timestamp()))
    signed = b".".join((message.encode(), moment.encode(), body))
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {
        "webhook-id": message,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{signature}",
    }
