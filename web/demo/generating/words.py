"""What people write, put together from a few sentences. Nobody wrote any of it about anybody."""

from random import Random

from domain.codelists.locations import LocationType
from domain.codelists.reasons import ReasonForAmendment
from web.demo.generating.chance import below, happens, one_of
from web.demo.generating.names import name_of

INFORMATION = (
    "Called to a disturbance; the caller said that somebody was shouting and would not leave.",
    "On patrol when a member of the public stopped us and pointed the person out.",
    "Asked to assist a colleague who had called for another unit.",
    "Attended to arrest the person on suspicion of an offence reported earlier that day.",
    "The person was circulated as wanted, and matched the description given.",
    "Staff asked us to attend: the person had been asked to leave several times.",
)
ASSESSMENT = (
    "I believed that the person would try to leave and might hurt somebody on the way.",
    "I could smell intoxicants. The person was tense, and the fists were clenched.",
    "There were people close by, and little room to step back.",
    "I knew of earlier incidents in which officers had been assaulted.",
    "I did not believe that talking alone would keep everybody safe.",
    "The person seemed frightened and confused, and I feared that they would harm themselves.",
)
POWERS = (
    "Section 3 of the Criminal Law Act 1967, to make a lawful arrest.",
    "Section 117 of the Police and Criminal Evidence Act 1984.",
    "Common law, to protect myself and others.",
)
OPTIONS = (
    "I considered waiting for another unit, and did not think that there was time.",
    "I tried to talk first. Stepping back would have let the person go.",
    "I carried other equipment and did not think that it was needed.",
)
ACTION = (
    "I took hold of an arm, told the person why, and applied handcuffs, checked and double locked.",
    "I guided the person to the ground and kept hold until colleagues arrived.",
    "I put the handcuffs on to the front, as the person was calm and did as they were asked.",
    "I drew it, gave a clear warning, and the person stopped at once.",
    "We each took an arm and walked the person to the vehicle.",
    "I kept control of the arms while a colleague searched, then let go.",
)
PLACES = {
    LocationType.DWELLING: ("In the kitchen of a flat", "At the door of a house", "On the stairs"),
    LocationType.CUSTODY: ("At the custody desk", "In the corridor to the cells", "In cell 4"),
    LocationType.STREET: (
        "Outside the market hall",
        "By the bus stop",
        "At the corner of the lane",
    ),
}
ANYWHERE = ("Near the entrance", "At the back of the building", "By the car park")
INJURY = (
    "Redness to the wrist from the handcuffs.",
    "Graze to the knee, cleaned by the custody nurse.",
    "Complained of a sore shoulder; nothing to be seen.",
)
OWN_INJURY = (
    "Scratches to the left forearm.",
    "Bruise to the shin. I finished my shift.",
    "Sore hand; examined, and nothing broken.",
)
QUERIES = {
    "subject_injured": (
        "The custody record shows a mark to the wrist. Is the injury answer still right?",
    ),
    "impact_factors": ("The log says that drink had been taken. Did it affect your decision?",),
    "reasons": ("You searched as well. Was the search a reason?",),
    "incident_time": ("The log has an earlier time. Which is right?",),
    "tactics": ("Please say what came before the handcuffs.",),
    "narrative_action": ("What did you do, in your own words, step by step?",),
    "": ("Please read it through once more: something seems to be missing.",),
}
ADVICE = (
    "Good account. Say a little more next time about what you tried first.",
    "Watched against the video; it fits.",
    "Thank you. Remember to name the colleagues who were there.",
)
WHY_AMENDED = {
    ReasonForAmendment.ERROR: ("I chose the wrong answer.", "I entered it late and got it wrong."),
    ReasonForAmendment.MISSING: ("I left this out.", "I was interrupted and did not go back."),
    ReasonForAmendment.NEW_EVIDENCE: ("The video shows it.", "The nurse told me afterwards."),
    ReasonForAmendment.SUBJECT_REQUEST: ("The person asked for it to be put right.",),
    ReasonForAmendment.SUPERVISOR_QUERY: ("Yes: put right.", "You are right, I have added it."),
    ReasonForAmendment.OTHER: ("Put right after reading it again.",),
}
REFERRED = (
    "A bystander complained about the way in which it was done.",
    "I am not sure that the level of force was needed, and would like it looked at.",
)
ASSESSED = (
    "Read with the video and the custody record. In keeping with the account.",
    "Spoken to the officer and the supervisor. Recorded accordingly.",
)
WITHDRAWN = ("I recorded the same thing twice.", "Recorded under the wrong number.")
RESTORED = ("It was not a duplicate after all: the other one is about another person.",)
NOTES = ("The video has been saved.", "The person was released without charge the next day.")


def narrative(source: Random) -> dict[str, str]:
    """The officer's reasons under the headings of the decision model; some leave headings out."""
    told = {
        "narrative_information": one_of(source, INFORMATION),
        "narrative_assessment": one_of(source, ASSESSMENT),
        "narrative_action": one_of(source, ACTION),
    }
    if happens(source, 35):
        told["narrative_powers"] = one_of(source, POWERS)
    if happens(source, 25):
        told["narrative_options"] = one_of(source, OPTIONS)
    return told


def references(source: Random, *, arrested: bool, filmed: bool) -> dict[str, str]:
    """What other systems know it under."""
    told = {"incident_reference": f"INC-{100_000 + below(source, 900_000)}"}
    if arrested:
        told["custody_reference"] = f"CUS-{100_000 + below(source, 900_000)}"
    if filmed:
        told["video_reference"] = f"BWV-{100_000 + below(source, 900_000)}"
    return told


def place(source: Random, locations: tuple[LocationType, ...]) -> str:
    return one_of(source, PLACES.get(locations[0], ANYWHERE))


def subject_name(source: Random) -> str:
    return name_of(below(source, 10_000))
