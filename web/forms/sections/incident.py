"""When and where it happened."""

from web.forms.words import Section, asks


class Incident(Section):
    TITLE = "Incident"

    record_type = asks(
        "Who did you use force on?",
        missing="Select one person, or a crowd",
        short="Kind of record",
    )
    crowd_estimate = asks(
        "About how many people were in the crowd?",
        missing="Enter about how many people were in the crowd",
        short="People in the crowd",
    )
    incident_date = asks(
        "When did you use force?",
        missing="Enter the date you used force",
        hint="For example, 27 3 2026",
    )
    incident_time = asks(
        "What time did it start?",
        missing="Enter the time, like 14:30",
        hint="24-hour clock, for example 14:30",
    )
    locations = asks(
        "Where did it happen?",
        missing="Select where it happened",
        hint="Select all that apply",
        first=("street", "dwelling", "custody", "open-ground", "retail"),
    )
    place = asks(
        "Address or place",
        hint="Optional. Kept sealed",
        longest=500,
    )
    area = asks("Which area?", missing="Select the area", short="Area")
    main_duty = asks(
        "What was your main duty?",
        missing="Select your main duty",
        short="Main duty",
    )
    single_crewed = asks(
        "Were you single crewed?",
        missing="Select yes if you were single crewed",
    )
    ced_trained = asks(
        "Are you trained to use a Taser?",
        missing="Select yes if you are trained to use a Taser",
    )
    ced_carried = asks(
        "Were you carrying a Taser?",
        missing="Select yes if you were carrying a Taser",
    )
    video_recorded = asks(
        "Was your body-worn video recording?",
        missing="Select yes if your body-worn video was recording",
    )
    no_video_reason = asks(
        "Why not?",
        missing="Select why your body-worn video was not recording",
        short="Why it was not recording",
    )
    colleagues = asks(
        "Which other officers used force or were there?",
        hint="Optional. Collar numbers, with commas between",
        short="Other officers there",
    )
