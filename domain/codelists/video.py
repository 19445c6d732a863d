"""Body-worn video, and why there is none."""

from domain.codelists.codelist import CodeList


class NoVideoReason(CodeList):
    """Why the camera was not recording."""

    NOT_ISSUED = "not-issued", "No camera issued"
    FAULT = "fault", "Camera or battery fault"
    NO_TIME = "no-time", "No time to switch it on"
    OTHER = "other", "Another reason"
