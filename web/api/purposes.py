"""Why a machine looks: two headers, where a person would be asked.

What a system is registered for is said once, by an administrator, and goes for what it reads of the
feed. Where a setting asks people why they look, it asks whoever looks through a machine too, request by
request (spec: audit, 5.1 and 5.4; decisions, 16).
"""

from datetime import datetime
from http import HTTPStatus

from flask import request

from domain.access_log.codes import CHOSEN, OF_A_CASE, Purpose
from domain.access_log.purposes import Said, is_case_reference, needs_case
from web.api.problems import WrongRequestError, wrong_header

PURPOSE, CASE = "Access-Purpose", "Case-Reference"
CODES = tuple(one.value for one in CHOSEN)
OF_CASES = tuple(one.value for one in CHOSEN if one in OF_A_CASE)
WITHOUT_REASON = HTTPStatus.UNPROCESSABLE_ENTITY
"""Each header is what the document says, and together they do not tell why."""


def said(now: datetime) -> Said | None:
    """Why the machine says that it looks; nothing if it does not say.

    Raises:
        WrongRequestError: it says it in a way that nobody understands.

    """
    sent = request.headers.get(PURPOSE)
    case = request.headers.get(CASE, "").strip().upper()
    if sent is None and not case:
        return None
    if sent is None:
        raise wanted(WITHOUT_REASON)
    if (chosen := sent.strip()) not in CODES:  # An empty one too: it is sent, and is no purpose.
        raise wanted()
    if (case and not is_case_reference(case)) or (needs_case(Purpose(chosen)) and not case):
        asked = "Send the reference of the case, in capitals and digits"
        raise wrong_header(CASE, asked, status=WITHOUT_REASON)
    return Said(purpose=Purpose(chosen), case_reference=case, at=now)


def wanted(status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> WrongRequestError:
    """What a machine is told that must say why it looks, and did not."""
    return wrong_header(PURPOSE, f"Say why you look: one of {', '.join(CODES)}", status=status)
