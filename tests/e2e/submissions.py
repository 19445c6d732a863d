"""Officers who submit one record after another and repeat whatever was not answered; and what to
find in the log afterwards."""

import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from uuid import UUID, uuid4

from domain.local_time import LOCAL
from domain.records.events import Submitted
from tests.e2e.visitor import Answer, Typed, UnansweredError, Visitor
from tests.people import PASSWORD, Somebody
from tests.web.pages.sections import INCIDENT, INJURIES, PERSON, REASONS
from web.forms.short import COMPLIANT_HANDCUFFING

APART = timedelta(hours=3)
"""Records of about the same time would be asked about: is this one different? Local time goes back
by an hour a year."""
BUSY = 503
SECONDS = 60
PAUSE = 0.05
"""Between tries: somebody who got no answer looks at the screen for a moment."""


@dataclass(frozen=True)
class Intended:
    """What somebody means to record: nobody uses force twice at one moment here."""

    officer: UUID
    day: date
    at: time


def intended_in(event: Submitted) -> Intended:
    """What a submission in the log was meant to record."""
    return Intended(event.officer, event.answers["incident_date"], event.answers["incident_time"])


def faults(
    intended: Collection[Intended], acknowledged: Iterable[Intended], logged: Iterable[Intended]
) -> list[str]:
    """What is wrong with a log: acknowledged and not there, there twice, or never meant."""
    times = Counter(logged)
    return [
        *(f"lost: {one}" for one in acknowledged if one not in times),
        *(f"{number} times: {one}" for one, number in times.items() if number > 1),
        *(f"nobody meant: {one}" for one in times if one not in intended),
    ]


class Traffic:
    """Counts what is sent, so that somebody can wait for the middle of it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._sent = Counter[str]()
        self.unanswered = Counter[str]()
        self.thanked = 0
        self.is_over = threading.Event()
        """Set when whoever watches gives up."""
        self._pause = threading.Event()

    def sending(self, what: str) -> None:
        with self._changed:
            self._sent[what] += 1
            self._changed.notify_all()

    def no_answer(self, what: str) -> None:
        with self._changed:
            self.unanswered[what] += 1
        self._pause.wait(PAUSE)

    def acknowledged(self) -> None:
        """One more was thanked for."""
        with self._changed:
            self.thanked += 1
            self._changed.notify_all()

    def wait_for_thanks(self, more: int) -> None:
        """Wait until so many more were thanked for: the service serves again."""
        with self._changed:
            wanted = self.thanked + more
            come = self._changed.wait_for(lambda: self.thanked >= wanted, 2 * SECONDS)
        assert come, f"nobody was thanked any more, after {self.thanked}"

    def wait_for(self, what: str, more: int) -> None:
        """Wait until so many more are on their way."""
        with self._changed:
            wanted = self._sent[what] + more
            come = self._changed.wait_for(lambda: self._sent[what] >= wanted, SECONDS)
        assert come, f"nobody sends {what} any more: {self._sent}"


@dataclass
class Officer:
    """Submits records through the pages, one after another, until told that it is enough."""

    somebody: Somebody
    visitor: Visitor
    moments: Iterator[datetime]
    """When the force was used, for each record in turn."""
    traffic: Traffic = field(default_factory=Traffic)
    enough: threading.Event = field(default_factory=threading.Event)
    intended: list[Intended] = field(default_factory=list)
    acknowledged: dict[Intended, str] = field(default_factory=dict)
    """With the reference of each."""

    def sign_in(self) -> None:
        answer = self.visitor.sign_in(self.somebody.username, PASSWORD)
        assert (answer.status, answer.location) == (302, "/")

    def work(self) -> None:
        """Record until it is enough."""
        while not self.enough.is_set():
            self.record()

    def record(self) -> str:
        """Record the next use of force, until it is acknowledged; the reference."""
        moment = next(self.moments)
        this = Intended(self.somebody.id, moment.date(), moment.time())
        self.intended.append(this)
        reference = self.fill_in(moment)
        self.press(reference, key=str(uuid4()))
        self.acknowledged[this] = reference
        self.traffic.acknowledged()
        return reference

    def fill_in(self, moment: datetime) -> str:
        """Everything but pressing the last button; the reference."""
        reference = self._start()
        self._save(f"/records/{reference}/edit/incident", incident(moment))
        self._save(f"/records/{reference}/short", REST)
        return reference

    def press(self, reference: str, key: str) -> None:
        """Press the last button, until there is an answer, and be thanked."""
        answer = self._repeat("submit", f"/records/{reference}/check", {"key": key})
        assert answer.status == 302, answer
        assert answer.location == f"/records/{reference}/submitted", answer

    def _start(self) -> str:
        answer = self._repeat(
            "start", "/records/new", {"key": str(uuid4()), "kind": COMPLIANT_HANDCUFFING}
        )
        assert answer.status == 302, answer
        _, records, reference, page = answer.location.split("/")
        assert (records, page) == ("records", "short"), answer
        return reference

    def _save(self, address: str, typed: Typed) -> None:
        """Fill a page in; who gets no answer opens it again, and finds it saved or as it was."""
        saved = None
        while saved is None:
            page = self._repeat("look", address)
            assert page.status == 200, page
            saved = self._once("save", address, {**typed, "version": page.hidden("version")})
        assert saved.status == 302, saved

    def _repeat(self, what: str, address: str, typed: Typed | None = None) -> Answer:
        """The same request, with the same key, until there is an answer."""
        answer = None
        while answer is None:
            answer = self._once(what, address, typed)
        return answer

    def _once(self, what: str, address: str, typed: Typed | None = None) -> Answer | None:
        """One try; a busy server asks to have it sent again."""
        assert not self.traffic.is_over.is_set()
        self.traffic.sending(what)
        try:
            answer = (
                self.visitor.get(address) if typed is None else self.visitor.post(address, typed)
            )
        except UnansweredError:
            self.traffic.no_answer(what)
            return None
        if answer.status == BUSY:
            self.traffic.no_answer(what)
            return None
        return answer


def incident(moment: datetime) -> Typed:
    """When it happened, as it is typed; the rest of the page as in every record."""
    return {
        **INCIDENT,
        "incident_date-day": str(moment.day),
        "incident_date-month": str(moment.month),
        "incident_date-year": str(moment.year),
        "incident_time": f"{moment:%H%M}",
    }


REST: Typed = {**INCIDENT, **PERSON, **REASONS, **INJURIES, "effective": "yes"}
"""The short record's one page; what it does not ask it does not read."""


def moments(number: int, *, of: int) -> Iterator[datetime]:
    """Local moments back from now, far apart; each of several at work has moments of their own."""
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    for turn in count():
        yield (now - APART * (1 + number + of * turn)).astimezone(LOCAL).replace(tzinfo=None)
