"""Every kind of event is named, dated and known wherever events are read."""

import dataclasses
import re
from itertools import product

import pytest

from domain.clients import events as client_events
from domain.disclosures import events as disclosure_events
from domain.event import Event
from domain.expected import events as expected_events
from domain.people import events as person_events
from domain.receipt import CommandCarriedOut
from domain.records import events as record_events
from domain.releases import events as release_events
from domain.retention import epoch_events, policy_events
from domain.retention import events as keeping_events
from domain.sampling import events as sampling_events
from projections.projection import Projection
from projections.registry import PROJECTIONS
from tests.architecture.source import event_classes
from web.forms import timeline

each_event = pytest.mark.parametrize("kind", event_classes(), ids=lambda kind: kind.TOPIC)

OF_RECORDS = [kind for kind in event_classes() if kind in record_events.RECORD_EVENTS]
AGGREGATES = {
    record_events.__name__: "use-of-force-record",
    person_events.__name__: "person",
    client_events.__name__: "client",
    expected_events.__name__: "expected-encounter",
    release_events.__name__: "release",
    disclosure_events.__name__: "disclosure",
    keeping_events.__name__: "use-of-force-record",
    policy_events.__name__: "retention-policy",
    epoch_events.__name__: "key-ring",
    sampling_events.__name__: "sample-of-looks",
    CommandCarriedOut.__module__: "command",
}
PAST = re.compile(r"(ed|broken|made|given|taken|withdrawn|sent|written)$")


def test_there_are_events() -> None:
    assert len(event_classes()) > 15


@each_event
def test_a_topic_is_the_aggregate_and_what_happened_to_it(kind: type[Event]) -> None:
    aggregate, _, happened = kind.TOPIC.partition(".")

    assert aggregate == AGGREGATES[kind.__module__]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", happened)


@each_event
def test_an_event_is_named_in_the_past(kind: type[Event]) -> None:
    assert any(PAST.search(word) for word in kind.TOPIC.partition(".")[2].split("-"))


@each_event
def test_a_topic_says_what_its_class_says(kind: type[Event]) -> None:
    words = re.findall(r"[A-Z][a-z]+", kind.__name__)

    assert kind.TOPIC.partition(".")[2] in "-".join(words).lower()


@each_event
def test_an_event_has_a_version_to_be_stored_with(kind: type[Event]) -> None:
    assert isinstance(kind.VERSION, int)
    assert kind.VERSION >= 1


@each_event
def test_an_event_never_changes(kind: type[Event]) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]


@each_event
def test_the_content_of_an_event_is_given_by_name(kind: type[Event]) -> None:
    assert all(entry.kw_only for entry in dataclasses.fields(kind))


@each_event
def test_the_content_of_an_event_has_no_defaults(kind: type[Event]) -> None:
    # A default would let an old event load as something it never said.
    stated = [
        entry.name
        for entry in dataclasses.fields(kind)
        if entry.default is not dataclasses.MISSING
        or entry.default_factory is not dataclasses.MISSING
    ]

    assert stated == []


@each_event
def test_an_event_says_what_happened(kind: type[Event]) -> None:
    said = vars(kind)["__doc__"] or ""

    assert not said.startswith(f"{kind.__name__}("), "the docstring that dataclasses make"
    assert said.strip().endswith(".")


@each_event
def test_what_is_sealed_is_there_to_be_sealed(kind: type[Event]) -> None:
    assert set(kind.SEALED) <= {entry.name for entry in dataclasses.fields(kind)}


@each_event
def test_words_are_sealed(kind: type[Event]) -> None:
    # Spec: audit, 4.1: what somebody wrote is personal, whoever wrote it.
    words = {"explanation", "text", "advice", "notes", "known_as", "recipient", "case"}

    assert words & {entry.name for entry in dataclasses.fields(kind)} == set(kind.SEALED)


@pytest.mark.parametrize(
    ("projection", "kind"),
    [
        pytest.param(projection, kind, id=f"{projection.name}-{kind.TOPIC}")
        for projection, kind in product(PROJECTIONS.values(), event_classes())
        if kind is not CommandCarriedOut
    ],
)
def test_every_projection_handles_an_event_or_ignores_it_by_name(
    projection: Projection, kind: type[Event]
) -> None:
    assert (kind in projection.handles) != (kind in projection.ignores)


@pytest.mark.parametrize("kind", OF_RECORDS, ids=lambda kind: kind.TOPIC)
def test_every_event_of_a_record_has_a_title_on_the_timeline(kind: type[Event]) -> None:
    assert timeline.title.dispatch(kind) is not timeline.title.dispatch(Event)
