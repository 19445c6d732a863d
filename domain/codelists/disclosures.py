"""To whom records are disclosed, on what basis, and what is withheld of them for which reason."""

from domain.codelists.codelist import CodeList


class KindOfDisclosure(CodeList):
    """What a disclosure is for: each begins with other parts withheld."""

    PROCEEDINGS = "proceedings", "Proceedings, an inquest or an oversight body"
    SUBJECT_ACCESS = "subject-access", "Subject access by the person"
    FREEDOM_OF_INFORMATION = "freedom-of-information", "Freedom of information"


class LegalBasis(CodeList):
    """What entitles the recipient to it."""

    COURT_ORDER = "court-order", "Order of a court"
    CRIMINAL_DISCLOSURE = "criminal", "Criminal Procedure and Investigations Act 1996"
    CIVIL_DISCLOSURE = "civil", "Civil Procedure Rules, part 31"
    CORONER = "coroner", "Coroners and Justice Act 2009, schedule 5"
    OVERSIGHT = "oversight", "Police Reform Act 2002, part 2"
    DATA_PROTECTION = "data-protection", "Data Protection Act 2018, section 45"
    FREEDOM_OF_INFORMATION = "freedom-of-information", "Freedom of Information Act 2000, section 1"
    CONSENT = "consent", "Consent of the person"
    OTHER = "other", "Another basis"


class Part(CodeList):
    """What can be withheld apart: the sealed groups, and of the narrative what reviewers wrote."""

    IDENTITY = "identity", "Identity of the person, and the place"
    MEDICAL = "medical", "Medical detail of the person"
    NARRATIVE = "narrative", "The officer’s own words"
    WELFARE = "welfare", "Injuries of the officer, in words"
    REFERENCES = "references", "References to other systems"
    REVIEW = "review", "What reviewers and professional standards wrote"


class ReasonForWithholding(CodeList):
    """Why a part is not disclosed."""

    NOT_ASKED_FOR = "not-asked-for", "It was not asked for"
    ABOUT_OTHERS = "about-others", "It is about somebody else"
    WOULD_PREJUDICE = "would-prejudice", "It would prejudice an investigation or proceedings"
    PRIVILEGED = "privileged", "It is legally privileged"
    HEALTH = "health", "It could harm somebody’s health"
    WOULD_IDENTIFY = "would-identify", "It would identify somebody"
