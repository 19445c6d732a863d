"""Files of another system, and what is needed to import one."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from application.importing.candidate import Candidate, Problem, Rejected
from application.importing.csv_file import look_at
from application.importing.identity import Identities
from application.importing.imports import Taken
from application.importing.jobs import Asked, Job, JobState, Tally
from application.importing.metropolitan import writing
from application.importing.metropolitan.layout import Metropolitan, layout_of
from domain.codelists.forces import Force
from domain.event import Source

AREAS = {"central": "Northshire Central"}

LINE: Mapping[str, str] = {
    **{heading: "No" for heading in writing.headings(newest=False) if ":" in heading},
    "IncidentDate": "2021-04-27",
    "IncidentTime": "22:41",
    "Incident Location: Street/Highway": "Yes",
    "Borough": "Northshire Central",
    "PrimaryConduct": "Compliant",
    "AssaultedBySubject": "No",
    "Impact Factor: Alcohol": "Yes",
    "Reason for Force: Effect Arrest": "Yes",
    "MainDuty": "Patrol/response",
    "SingleCrewed": "No",
    "TrainedCED": "No",
    "Tactic 1": "Tactical Communications",
    "Effective 1": "No",
    "Tactic 2": "Compliant Handcuffing",
    "Effective 2": "Yes",
    "Firearms Aimed": "No",
    "Firearms Fired": "No",
    "SubjectAge": "18-34",
    "SubjectGender": "Male",
    "SubjectEthnicity": "White",
    "PhysicalDisability": "No",
    "MentalDisability": "No",
    "StaffInjured": "No",
    "SubjectInjured": "No",
    "Outcome: Arrested": "Yes",
}
"""A complete line of the published layout: compliant handcuffing on arrest."""

FIRED: Mapping[str, str] = {
    "TrainedCED": "Yes",
    "CarryingCED": "Yes",
    "Tactic 2": "CED (Taser) Fired",
    "CED Used": "Yes",
    "CED Device Serial No": "X300-1",
    "CED Fired": "Yes",
    "CED Fired Cartridge Number": "C-1",
    "CED Fired Total Number Of Cycles": "2",
    "CED Front 3": "Yes",
    "CED2 ArCED2": "Yes",
}
"""What changes when a Taser was fired."""


def a_line(**changes: str) -> dict[str, str]:
    return {**LINE, **changes}


def table(*lines: Mapping[str, str], headings: Sequence[str] = (), newest: bool = False) -> str:
    """Lines as a file in the published layout, of 271 columns unless it is told otherwise."""
    columns = headings or writing.headings(newest=newest)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([line.get(column, "") for column in columns] for line in lines)
    return text.getvalue()


def the_layout(headings: Sequence[str], **more: Any) -> Metropolitan:
    given = {
        "source": Source(file="legacy.csv", digest="5e" * 32, line=1),
        "identities": Identities(layout="mps", force=Force.NORTHSHIRE),
        "areas": AREAS,
        "said": {},
    }
    return layout_of(headings, **{**given, **more})


def made_of(line: Mapping[str, str], **more: Any) -> Candidate | Rejected:
    """What the layout makes of one line."""
    return the_layout(tuple(line), **more).read(2, line)


@dataclass
class Heard:
    """Hears of everything, and remembers it."""

    rejections: list[Rejected] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    records: list[Taken] = field(default_factory=list)
    stops_after: int = 0
    """After how many batches the machine stops; 0 is never."""

    def rejected(self, one: Rejected) -> None:
        self.rejections.append(one)

    def remarked(self, problem: Problem) -> None:
        self.remarks.append(problem)

    def taken(self, one: Taken) -> None:
        self.records.append(one)

    def proceeded(self, done: int, tally: Tally) -> None:
        self.stops_after -= 1
        if self.stops_after == 0:
            raise KeyboardInterrupt


class JobsInMemory:
    """Imports remembered in memory, as the port promises."""

    def __init__(self) -> None:
        self.jobs: dict[UUID, Job] = {}
        self.alike: dict[UUID, UUID] = {}

    def begin(self, asked: Asked, *, at: datetime) -> Job:
        for job in self.jobs.values():
            if job.state is JobState.RUNNING and job.asked.is_same(asked):
                return job
        job = Job.begun(asked, at=at)
        self.jobs[job.id] = job
        return job

    def proceed(self, job: Job, tally: Tally, *, last_line: int) -> None:
        self.jobs[job.id] = replace(
            self.jobs[job.id],
            last_line=last_line,
            taken=tally.taken,
            already=tally.already,
            rejected=tally.rejected,
            with_findings=tally.with_findings,
            already_lines=tuple(tally.already_lines),
        )

    def finish(self, job: Job, tally: Tally, *, at: datetime) -> None:
        self.proceed(job, tally, last_line=self.jobs[job.id].last_line)
        finished = replace(self.jobs[job.id], state=JobState.FINISHED, finished_at=at)
        self.jobs[job.id] = finished

    def known_as(self, records: Iterable[UUID]) -> Mapping[UUID, UUID]:
        return {one: self.alike[one] for one in records if one in self.alike}

    def remember(self, alike: Mapping[UUID, UUID]) -> None:
        self.alike |= alike


def asked_for(path: Path, **more: Any) -> Asked:
    found = look_at(path)
    given = {"file": found.name, "digest": found.digest, "layout": "mps", "force": Force.NORTHSHIRE}
    return Asked(**{**given, **more})
