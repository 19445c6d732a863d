"""The person, as the officer perceived them."""

from web.forms.words import Section, asks


class Person(Section):
    TITLE = "The person"
    INTRODUCTION = "Answer as the person appeared to you at the time."
    FOR_CROWD = (
        "A crowd record need not answer these. Leave them empty unless one answer fits everybody."
    )

    perceived_age = asks(
        "How old did the person appear?",
        missing="Select how old the person appeared",
    )
    perceived_gender = asks(
        "Which gender did the person appear to be?",
        missing="Select the gender the person appeared to be",
    )
    perceived_ethnicity = asks(
        "Which ethnic group did the person appear to belong to?",
        missing="Select the ethnic group the person appeared to belong to",
    )
    physical_condition = asks(
        "Did the person appear to have a physical disability?",
        missing="Select yes if the person appeared to have a physical disability",
    )
    mental_condition = asks(
        "Did the person appear to have a mental disability or condition?",
        missing="Select yes if the person appeared to have a mental disability or condition",
    )
    subject_name = asks(
        "What is the person’s name?",
        hint="Optional. Kept sealed",
        short="Name",
        longest=200,
    )
    subject_date_of_birth = asks(
        "What is the person’s date of birth?",
        missing="Enter the date of birth, like 27 3 1990",
        hint="Optional. Kept sealed",
        short="Date of birth",
    )
    subject_identifier = asks(
        "PNC or custody identifier",
        hint="Optional. Kept sealed",
        longest=60,
    )
