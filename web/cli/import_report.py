"""An import told to people: what was found, what is to mend, what to do next."""

from collections.abc import Iterator

from application.importing.csv_file import CsvFile
from application.importing.jobs import Tally
from application.importing.mapping.joining import Joined
from application.importing.mapping.layout import MappedLayout
from application.importing.metropolitan.layout import Metropolitan
from web.cli.import_files import Groups, Outcome
from web.forms.schemas import WORDS
from web.forms.words import leading

MOST_SHOWN = 20
MOST_MISSING = 6


def headline(found: CsvFile | Joined, layout: Metropolitan | MappedLayout) -> str:
    """What the file looks like."""
    said = f"{found.name}: {found.how}, {len(found.headings)} columns, SHA-256 {found.digest}"
    missing = layout.missing
    if not missing:
        return said
    some = ", ".join(missing[:MOST_MISSING])
    more = f" and {len(missing) - MOST_MISSING} more" if len(missing) > MOST_MISSING else ""
    return f"{said}\nNot asked in this file: {some}{more}"


def told(tally: Tally, outcome: Outcome, *, wrote: bool, trusted: bool) -> str:
    """The report at the end."""
    return "\n".join(_lines(tally, outcome, wrote=wrote, trusted=trusted))


def _lines(tally: Tally, outcome: Outcome, *, wrote: bool, trusted: bool) -> Iterator[str]:
    yield "" if wrote else "\nA dry run: nothing was saved."
    yield f"{tally.lines:>10,} lines"
    yield f"{tally.taken:>10,} {'taken over' if wrote else 'can be taken over'}"
    if not trusted or not wrote:
        yield f"{tally.with_findings:>10,} of them with something to mend"
    yield f"{tally.already:>10,} there already"
    yield f"{tally.rejected:>10,} rejected"
    yield from _groups("Rejected", outcome.problems)
    yield from _findings(tally)
    yield from _groups("Not shown by the record", outcome.remarks)
    yield from _next(tally, outcome, wrote=wrote)


def _groups(title: str, groups: Groups) -> Iterator[str]:
    if not groups.counts:
        return
    yield f"\n{title}:"
    for (heading, sentence), count in groups.counts.most_common(MOST_SHOWN):
        lines = groups.lines[heading, sentence]
        numbers = ", ".join(map(str, lines)) + (", …" if count > len(lines) else "")
        where = f"line {numbers}" if count == 1 else f"{count:,} times, lines {numbers}"
        yield f"  {leading(heading) + ' ' if heading else ''}{sentence} ({where})"
    rest = sum(groups.counts.values()) + groups.others
    rest -= sum(count for _, count in groups.counts.most_common(MOST_SHOWN))
    if rest:
        yield f"  and {rest:,} more; --report FILE lists all of them"


def _findings(tally: Tally) -> Iterator[str]:
    if not tally.findings:
        return
    yield "\nTo mend, as far as anybody still can:"
    for one in tally.found[:MOST_SHOWN]:
        heading = WORDS[one.question].heading if one.question in WORDS else one.question
        yield f"  {leading(heading)} {one.sentence} ({one.records:,} records, rule {one.rule})"
    if len(tally.found) > MOST_SHOWN:
        yield f"  and {len(tally.found) - MOST_SHOWN} more rules; --report FILE lists all of them"


def _next(tally: Tally, outcome: Outcome, *, wrote: bool) -> Iterator[str]:
    yield ""
    if outcome.rejects:
        yield f"Rejected lines are in {outcome.rejects}: mend them there and import that file."
    if wrote and tally.taken:
        yield "Professional standards find what is to mend in the pages: /search?flag=to-mend"
    if not wrote and tally.taken:
        yield "To save the records, run the same command with --write."
