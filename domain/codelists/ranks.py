"""Ranks and grades."""

from domain.codelists.codelist import CodeList


class Rank(CodeList):
    """Rank or grade at the time, with the short form officers use."""

    PCSO = "pcso", "PCSO"
    DETENTION_OFFICER = "detention-officer", "DO"
    CONSTABLE = "constable", "PC"
    SERGEANT = "sergeant", "Sgt"
    INSPECTOR = "inspector", "Insp"
    CHIEF_INSPECTOR = "chief-inspector", "Ch Insp"
    SUPERINTENDENT = "superintendent", "Supt"
    STAFF = "staff", "Staff"
