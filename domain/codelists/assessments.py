"""What professional standards found when they assessed a referral."""

from domain.codelists.codelist import CodeList


class Assessment(CodeList):
    """The result of an assessment (spec: domain, 4.3). It settles a referral; it waives nothing."""

    NO_MORE = "no-more", "Assessed: nothing more to do"
    SERIOUS_INJURY_MATTER = "dsi-recorded", "Recorded as a death or serious injury matter"
    IOPC = "iopc-referred", "Referred to the Independent Office for Police Conduct"
    INVESTIGATION = "investigation", "Taken on for investigation"
