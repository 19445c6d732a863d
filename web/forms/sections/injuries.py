"""Injuries, as the officer believes them to be."""

from web.forms.words import Section, asks


class Injuries(Section):
    TITLE = "Injuries"

    subject_injured = asks(
        "Was the person injured as a result of the force?",
        missing="Select yes if the person was injured as a result of the force",
    )
    subject_injury_level = asks(
        "How serious was the injury?",
        missing="Select how serious the injury was",
        short="Seriousness of the person’s injury",
    )
    serious_injury = asks(
        "Was it a serious injury under the Police Reform Act?",
        missing="Select yes if it was a serious injury",
        hint="A fracture, a deep cut or laceration, or damage to an internal organ or its function",
        short="Serious injury in law",
    )
    subject_injury_detail = asks(
        "What was the injury?",
        hint="Optional. Kept sealed",
        short="The person’s injury",
        longest=2000,
    )
    subject_medical_offered = asks(
        "Was medical help offered?",
        missing="Select yes if medical help was offered",
    )
    subject_medical_provided = asks(
        "Was medical help given?",
        missing="Select yes if medical help was given",
    )
    officer_injured = asks(
        "Were you injured?",
        missing="Select yes if you were injured",
    )
    officer_injury_intentional = asks(
        "Was your injury caused on purpose?",
        missing="Select yes if your injury was caused on purpose",
    )
    officer_injury_level = asks(
        "How serious was your injury?",
        missing="Select how serious your injury was",
    )
    officer_medical_provided = asks(
        "Did you get medical help?",
        missing="Select yes if you got medical help",
    )
    officer_injury_detail = asks(
        "What was your injury?",
        hint="Optional. Kept sealed; only you and those who look after your welfare need it",
        longest=2000,
    )
