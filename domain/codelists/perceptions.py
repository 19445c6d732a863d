"""How the officer perceived the subject. Opinions, never overwritten by self-defined data."""

from domain.codelists.codelist import CodeList


class PerceivedAge(CodeList):
    """Perceived age band, item 38 (spec: domain, 1.3 I)."""

    UNDER_11 = "under-11", "Under 11"
    FROM_11 = "11-to-17", "11 to 17"
    FROM_18 = "18-to-34", "18 to 34"
    FROM_35 = "35-to-49", "35 to 49"
    FROM_50 = "50-to-64", "50 to 64"
    FROM_65 = "65-and-over", "65 and over"


UNDER_18 = (PerceivedAge.UNDER_11, PerceivedAge.FROM_11)


class PerceivedGender(CodeList):
    """Perceived gender, item 39 (spec: domain, 1.3 J)."""

    MALE = "male", "Male"
    FEMALE = "female", "Female"
    OTHER = "other", "Other"


class PerceivedEthnicity(CodeList):
    """Perceived ethnicity, item 40. Seven raw codes; the return derives six (spec: domain, 1.3 K)."""

    WHITE = "white", "White"
    BLACK = "black", "Black or Black British"
    ASIAN = "asian", "Asian or Asian British"
    CHINESE = "chinese", "Chinese"
    MIXED = "mixed", "Mixed"
    OTHER = "other", "Other"
    DONT_KNOW = "dont-know", "Don’t know"
