"""The Taser: what is asked once, and what is asked of each use."""

from collections.abc import Mapping
from types import MappingProxyType

from web.forms.words import Section, Words, asks


class Ced(Section):
    TITLE = "Taser"

    ced_used = asks(
        "Did you use a Taser?",
        missing="Select yes if you used a Taser",
        hint="Drawing it is a use",
    )
    ced_serial = asks(
        "What is its serial number?",
        missing="Enter the serial number of the Taser",
        short="Serial number",
        longest=40,
    )
    ced_uses = asks(
        "Each use of the Taser",
        missing="Enter at least one use of the Taser",
        short="Uses",
    )


USE: Mapping[str, Words] = MappingProxyType(
    {
        "drawn": Words(label="Was it drawn?"),
        "aimed": Words(label="Was it aimed?"),
        "arced": Words(label="Was it arced?"),
        "red_dotted": Words(label="Was the person red-dotted?"),
        "drive_stun": Words(label="Was it used to drive stun?"),
        "drive_stun_repeated": Words(label="Was the drive stun repeated?"),
        "angle_drive_stun": Words(label="Was it used to angle drive stun?"),
        "fired": Words(label="Was it fired?"),
        "cartridge_number": Words(
            label="What is the cartridge number?", hint="Needed if it was fired", longest=40
        ),
        "cycle_interrupted": Words(label="Was a cycle interrupted?"),
        "cycle_repeated": Words(label="Was a cycle repeated?"),
        "cycles": Words(
            label="How many cycles?", hint="A cycle is 5 seconds. Needed if it was fired"
        ),
        "cycle_extended": Words(label="Was a cycle extended beyond 5 seconds?"),
        "missed_one_probe": Words(label="Did one probe miss?"),
        "missed_both_probes": Words(label="Did both probes miss?"),
        "probes_front": Words(
            label="Where did probes touch the front of the body?",
            hint="Places 1 to 15 of the body chart. Leave empty if there were none",
        ),
        "probes_back": Words(
            label="Where did probes touch the back of the body?",
            hint="Places A to K of the body chart. Leave empty if there were none",
        ),
    }
)
"""One use, in the order of the national form (items 19 to 35)."""
