"""Every page in every state: where it is, who sees it, and how to bring it about."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from domain.codelists.tactics import Tactic
from domain.local_time import LOCAL
from tests.browser import states, steps
from tests.browser.confidence_states import (
    APPROVED,
    DECLINED,
    KEPT_NO_LONGER,
    OF_THE_HEAD,
    REVIEWED,
    SAMPLED,
    TO_ASK,
    TO_REVIEW,
    WAITING,
)
from tests.browser.keeping_states import ERASED as GONE
from tests.browser.keeping_states import HELD, PLAIN, PROPOSED, WITHHELD
from tests.browser.states import (
    ACCEPTED,
    AGAIN,
    ANSWERED,
    ASSESSED,
    BEGUN,
    CHANGING,
    CODED,
    CROWD_DRAFT,
    CROWDED,
    CUSTODY,
    DISCLOSURE,
    DISPUTED,
    EMERGENCIES,
    EMPTY,
    ENCOUNTER,
    EXPLAINED,
    FIRST_DAY,
    FULL,
    GRAVE,
    IMPORTED,
    LATECOMER,
    LINKED,
    MADE,
    MISTYPED,
    NEW_SYSTEM,
    NEWCOMER,
    NIGHT_OWL,
    NO_LONGER_TOLD,
    NOBODYS,
    OVERTAKEN,
    PHONELESS,
    PUBLISHED,
    RECORDED,
    REFERRED,
    RELEASES,
    RESTRICTED,
    RETURNED,
    SHORT,
    STRANGER,
    SUBJECT,
    SUBMITTED,
    TASER,
    TASER_DRAFT,
    TASER_EMPTY,
    TOLD,
    TWENTY,
    UNAPPOINTED,
    UNKNOWN_OFFICER,
    UNREADABLE,
    UNRECORDED,
    WITHDRAWN,
)
from tests.keepers import MANAGER, PROTECTION
from tests.people import (
    ADMINISTRATOR,
    ANALYST,
    COLLEAGUE,
    OFFICER,
    OTHER_SUPERVISOR,
    PASSWORD,
    STANDARDS,
    SUPERVISOR,
    Somebody,
)
from tests.releases.quarter import PERIOD
from tests.standards import HEAD, INVESTIGATOR
from web.auth import one_time_codes
from web.bootstrap import Services
from web.releases import behind, deciding

CHOSEN = f"/disclosures/new?step=2&records={ASSESSED}"
PUBLIC = "/publications/northshire/2026-q2"
Act = Callable[[Page, Services], None]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A page in a state. ``then`` is what somebody does there, mostly wrongly."""

    who: Somebody | None
    address: str
    then: Act | None = None
    untouched: bool = False
    """In an installation with people and no records."""


def seen(who: Somebody | None, *addresses: str) -> list[Place]:
    return [Place(who=who, address=address) for address in addresses]


def wrong(who: Somebody | None, *addresses: str, then: Act | None = None) -> list[Place]:
    """The same pages after a form was sent that is not filled in."""
    return [Place(who=who, address=address, then=then or send) for address in addresses]


def send(page: Page, _: Services) -> None:
    """Send the page's first form as it is; in a long form by its visible button."""
    buttons = page.get_by_role("main").locator("form .govuk-button").filter(visible=True)
    steps.leave(page, buttons.last)


def save(page: Page, _: Services) -> None:
    steps.save(page)


def one_alone_of_the_first(page: Page, _: Services) -> None:
    """Leave one record ticked of a suggestion, and say that it belongs together."""
    card = page.locator(".govuk-summary-card").first
    boxes = card.get_by_role("checkbox")
    for number in range(1, boxes.count()):
        boxes.nth(number).uncheck()
    steps.leave(page, card.locator(".govuk-button").first)


def pressed(name: str) -> Act:
    return lambda page, _: steps.press(page, name)


def answered(question: str, label: str, then: Act = send) -> Act:
    def act(page: Page, services: Services) -> None:
        steps.answer(page, question, label)
        then(page, services)

    return act


def ticked(label: str, then: Act = send) -> Act:
    def act(page: Page, services: Services) -> None:
        page.get_by_label(label).check()
        then(page, services)

    return act


def issued(page: Page, services: Services) -> None:
    """The page that shows a new token once."""
    steps.press(page, "Issue token")
    steps.expect_heading(page, "Give Property system its token")


def filled(label: str, text: str, then: Act = send) -> Act:
    def act(page: Page, services: Services) -> None:
        page.get_by_label(label).first.fill(text)
        then(page, services)

    return act


def previewed(page: Page, services: Services) -> None:
    """The page that shows what would be disclosed."""
    page.get_by_label("Who receives it?").fill("Somebody who asked")
    page.get_by_label("What did they ask for?").fill("Their record, letter of the 3rd")
    page.get_by_label("Legal basis").select_option("Data Protection Act 2018, section 45")
    send(page, services)


def with_another_checkpoint(page: Page, services: Services) -> None:
    """A bundle is asked for with a checkpoint that is none."""
    page.get_by_text("The recipient keeps an earlier checkpoint of the log").click()
    page.get_by_label("Their checkpoint").fill("none")
    send(page, services)


def overtaken(then: Act) -> Act:
    """Somebody amends the record while the page is open."""

    def act(page: Page, services: Services) -> None:
        record = services.records.read(states.id_of(OVERTAKEN), by=STANDARDS.id)
        tactic = tuple(Tactic)[record.version % 5 + 1]
        states.amend(services, OVERTAKEN, tactics=states.used(tactic))
        then(page, services)

    return act


def said_of_the_files(said: Callable[[datetime], dict[str, str]]) -> Act:
    """What every process reads of files that are made behind the page of an edition."""

    def act(page: Page, services: Services) -> None:
        release = services.releases.get(RELEASES[BEGUN])
        about = deciding.about_work(deciding.MAKING, release, release.editions[-1])
        services.counted_editions.keep(about, said(services.clock.now()))
        page.reload()

    return act


def fired_without_a_cartridge(page: Page, services: Services) -> None:
    steps.answer(page, "Was it fired?", "Yes")
    steps.press(page, "Save this use")


def changed_in_another_window(page: Page, services: Services) -> None:
    with page.context.expect_page() as opened:
        page.evaluate("() => window.open(location.href)")
    other = opened.value
    steps.press(other, "Save and come back later")
    other.close()
    save(page, services)


def too_late(page: Page, services: Services) -> None:
    """A form comes after the session has ended."""
    services.sessions.end_all(LATECOMER.id)
    with page.expect_navigation():
        page.evaluate(LATE_FORM, f"/records/{FULL}/edit/account")
    expect(page.get_by_text("Sign in to save what you just typed")).to_be_visible()


def too_late_and_back(page: Page, services: Services) -> None:
    too_late(page, services)
    page.get_by_label("Name").fill(LATECOMER.username)
    page.get_by_label("Password").fill(PASSWORD)
    steps.press(page, SIGN_IN)
    steps.expect_heading(page, "Save what you typed")


SIGN_IN = re.compile("^Sign in$")


def as_far_as_the_code(page: Page, _: Services) -> None:
    """The right password of somebody who has a second factor."""
    page.goto("/signin")
    page.get_by_label("Name").fill(CODED.username)
    page.get_by_label("Password").fill(PASSWORD)
    steps.press(page, SIGN_IN)
    steps.expect_heading(page, "Enter your code")


def a_wrong_code(page: Page, services: Services) -> None:
    as_far_as_the_code(page, services)
    page.get_by_label("Code").fill("000000")
    steps.press(page, "Go on")


def set_up(page: Page, services: Services) -> None:
    """Set up a phone, as far as the recovery codes."""
    steps.press(page, "Draw another secret")
    secret = services.identity.second_factors.offered(PHONELESS.id)
    assert secret
    moment = services.clock.now().timestamp()
    page.get_by_label("Code").fill(one_time_codes.code_at(secret, moment))
    steps.press(page, "Confirm")
    steps.expect_heading(page, "Your recovery codes")


LATE_FORM = """action => {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action });
    const text = document.createElement("input");
    Object.assign(text, { type: "hidden", name: "narrative_action", value: "I took his arm." });
    form.append(text);
    document.body.append(form);
    form.submit();
}"""

SECTIONS = ("incident", "person", "reasons", "tactics", "injuries", "outcome", "account")


def sections(form: str, reference: str, names: tuple[str, ...] = SECTIONS) -> list[str]:
    return [f"/records/{reference}/{form}/{name}" for name in names]


PLACES: dict[str, list[Place]] = {
    "access_log.of_record": [
        *seen(OFFICER, f"/records/{ACCEPTED}/access", f"/records/{SUBMITTED}/access"),
        *seen(STANDARDS, f"/records/{ACCEPTED}/access"),
    ],
    "access_log.search": [
        *seen(
            STANDARDS,
            "/audit?since=2026-01-01",
            "/audit?words=nobody-like-this",
            f"/audit?record={ACCEPTED}&action=read&since=2026-01-01",
        ),
        *seen(HEAD, "/audit"),
        Place(who=STANDARDS, address="/audit", untouched=True),
    ],
    "access_log.of_person": seen(
        STANDARDS,
        f"/audit/people/{SUPERVISOR.id}?since=2026-01-01",
        f"/audit/people/{COLLEAGUE.id}",
    ),
    "access_log.alerts": [
        *seen(STANDARDS, "/audit/alerts?since=2026-11-01"),
        Place(who=STANDARDS, address="/audit/alerts", untouched=True),
    ],
    "purposes.ask": [
        *seen(OFFICER, "/purpose"),
        *seen(STANDARDS, f"/purpose?next=/records/{ACCEPTED}"),
        *wrong(STANDARDS, "/purpose"),
        *wrong(STANDARDS, "/purpose", then=ticked("In confidence")),
    ],
    "admin.people": seen(ADMINISTRATOR, "/admin/people"),
    "admin.register": [
        *seen(ADMINISTRATOR, "/admin/people/new"),
        *wrong(ADMINISTRATOR, "/admin/people/new"),
        *wrong(ADMINISTRATOR, "/admin/people/new", then=filled("Collar number", "4127")),
    ],
    "admin.person": [
        *seen(
            ADMINISTRATOR,
            f"/admin/people/{OFFICER.id}",
            f"/admin/people/{UNAPPOINTED.id}",
            f"/admin/people/{SUPERVISOR.id}",
        ),
        *wrong(ADMINISTRATOR, f"/admin/people/{OFFICER.id}", then=pressed("Grant role")),
        *wrong(
            ADMINISTRATOR,
            f"/admin/people/{OFFICER.id}",
            then=filled("Collar number of the supervisor", "999", pressed("Save supervisor")),
        ),
        *wrong(
            ADMINISTRATOR,
            f"/admin/people/{STRANGER.id}",
            then=filled("Name to sign in with", "kit", pressed("Give an account")),
        ),
    ],
    "amending.amend": seen(
        OFFICER,
        f"/records/{SUBMITTED}/amend",
        f"/records/{RETURNED}/amend",
        f"/records/{CHANGING}/amend",
    ),
    "amending.section": [
        *seen(OFFICER, *sections("amend", RETURNED), *sections("amend", CHANGING, ("injuries",))),
        *wrong(
            OFFICER,
            f"/records/{MISTYPED}/amend/incident",
            then=filled("What time did it start?", "late", save),
        ),
        *wrong(OFFICER, f"/records/{MISTYPED}/amend/person", then=changed_in_another_window),
    ],
    "amending.ced_use": [
        *seen(OFFICER, f"/records/{TASER}/amend/ced/1"),
        *wrong(
            OFFICER,
            f"/records/{TASER}/amend/ced/2",
            then=filled("What is the cartridge number?", "", fired_without_a_cartridge),
        ),
    ],
    "amending.reason": [
        *seen(
            OFFICER,
            *(f"/records/{one}/amend/reason" for one in (CHANGING, MISTYPED, PUBLISHED)),
        ),
        *wrong(OFFICER, f"/records/{CHANGING}/amend/reason"),
    ],
    "amending.conflict": [
        *seen(OFFICER, f"/records/{DISPUTED}/conflict"),
        *wrong(OFFICER, f"/records/{DISPUTED}/conflict"),
    ],
    "api_docs.docs": [*seen(None, "/api/docs"), *seen(ADMINISTRATOR, "/api/docs")],
    "clients.clients": [
        *seen(ADMINISTRATOR, "/admin/clients"),
        Place(who=ADMINISTRATOR, address="/admin/clients", untouched=True),
    ],
    "clients.register": [
        *seen(ADMINISTRATOR, "/admin/clients/new"),
        *wrong(ADMINISTRATOR, "/admin/clients/new"),
    ],
    "clients.client": [
        *seen(ADMINISTRATOR, f"/admin/clients/{CUSTODY}", f"/admin/clients/{NEW_SYSTEM}"),
        *wrong(ADMINISTRATOR, f"/admin/clients/{CUSTODY}", then=pressed("Issue token")),
        *wrong(
            ADMINISTRATOR,
            f"/admin/clients/{CUSTODY}",
            then=filled("Collar number of the person", "999", pressed("Issue token")),
        ),
        *wrong(
            ADMINISTRATOR,
            f"/admin/clients/{NEW_SYSTEM}",
            then=ticked("Read and list records", filled("Collar number", "4127", issued)),
        ),
    ],
    "drafts.new": seen(OFFICER, "/records/new"),
    "drafts.edit": [
        *seen(OFFICER, *sections("edit", EMPTY), *sections("edit", FULL)),
        *seen(OFFICER, *sections("edit", TASER_DRAFT, ("ced",))),
        *seen(OFFICER, *sections("edit", CROWD_DRAFT, ("incident", "person", "reasons"))),
        *seen(OFFICER, *sections("edit", TWENTY, ("tactics",))),
        *seen(OFFICER, *sections("edit", UNREADABLE, ("incident",))),
        *wrong(OFFICER, *sections("edit", EMPTY, SECTIONS[:-1]), then=save),
        *wrong(OFFICER, *sections("edit", TASER_EMPTY, ("ced",)), then=save),
        *wrong(OFFICER, *sections("edit", UNREADABLE, ("incident",)), then=save),
        *wrong(OFFICER, *sections("edit", EMPTY, ("tactics",)), then=pressed("Add another tactic")),
        *wrong(OFFICER, *sections("edit", FULL, ("outcome",)), then=changed_in_another_window),
    ],
    "drafts.ced_use": [
        *seen(OFFICER, f"/records/{TASER_DRAFT}/edit/ced/1", f"/records/{TASER_EMPTY}/edit/ced/1"),
        *wrong(OFFICER, f"/records/{TASER_EMPTY}/edit/ced/1", then=fired_without_a_cartridge),
    ],
    "drafts.short_record": [
        *seen(OFFICER, f"/records/{SHORT}/short"),
        *wrong(OFFICER, f"/records/{SHORT}/short", then=save),
    ],
    "drafts.check": seen(OFFICER, *(f"/records/{one}/check" for one in (EMPTY, FULL, TASER_DRAFT))),
    "drafts.duplicate": seen(OFFICER, f"/records/{AGAIN}/duplicate"),
    "drafts.submitted": seen(
        OFFICER, f"/records/{SUBMITTED}/submitted", f"/records/{GRAVE}/submitted"
    ),
    "drafts.confirm_discard": seen(
        OFFICER, f"/records/{EMPTY}/discard", f"/records/{CHANGING}/discard"
    ),
    "encounters.show": [
        *seen(OFFICER, f"/encounters/{ENCOUNTER}"),
        *seen(SUPERVISOR, f"/encounters/{ENCOUNTER}"),
        *wrong(SUPERVISOR, f"/encounters/{ENCOUNTER}", then=pressed("They are about one person")),
    ],
    "suggested.suggested": [
        *seen(SUPERVISOR, "/review/encounters"),
        *seen(STANDARDS, "/review/encounters?area=central&until=2026-11-20"),
        *wrong(SUPERVISOR, "/review/encounters", then=one_alone_of_the_first),
        Place(who=STANDARDS, address="/review/encounters", untouched=True),
    ],
    "subjects.show": [
        *seen(OFFICER, f"/subjects/{SUBJECT}"),
        *seen(SUPERVISOR, f"/subjects/{SUBJECT}"),
    ],
    "subjects.link": [
        *seen(SUPERVISOR, f"/records/{SUBMITTED}/link-person"),
        *wrong(SUPERVISOR, f"/records/{SUBMITTED}/link-person"),
    ],
    "subjects.unlink": [
        *seen(SUPERVISOR, f"/records/{LINKED}/unlink-person"),
        *wrong(SUPERVISOR, f"/records/{LINKED}/unlink-person"),
    ],
    "encounters.link": [
        *seen(SUPERVISOR, f"/records/{SUBMITTED}/link"),
        *wrong(SUPERVISOR, f"/records/{SUBMITTED}/link"),
    ],
    "encounters.unlink": [
        *seen(SUPERVISOR, f"/records/{LINKED}/unlink"),
        *wrong(SUPERVISOR, f"/records/{LINKED}/unlink"),
    ],
    "history.timeline": [
        *seen(OFFICER, f"/records/{SUBMITTED}/history"),
        *seen(
            STANDARDS,
            *(
                f"/records/{one}/history"
                for one in (ACCEPTED, RETURNED, ASSESSED, WITHDRAWN, RESTRICTED, LINKED, IMPORTED)
            ),
        ),
    ],
    "history.as_at": [
        *seen(STANDARDS, f"/records/{ACCEPTED}/as-at?version=1"),
        *seen(STANDARDS, f"/records/{GONE}/as-at?version=1"),
        *seen(STANDARDS, f"/records/{ACCEPTED}/as-at?date={datetime.now(LOCAL):%Y-%m-%d}"),
        *seen(STANDARDS, f"/records/{GRAVE}/as-at?version=2"),
        *seen(STANDARDS, f"/records/{ACCEPTED}/as-at?date=&time=late"),
        *seen(STANDARDS, f"/records/{ACCEPTED}/as-at?date=2017-04-01&time=09:00"),
    ],
    "history.compare": seen(
        STANDARDS,
        f"/records/{SUBMITTED}/compare",
        f"/records/{ANSWERED}/compare",
        f"/records/{GRAVE}/compare?show=all",
        f"/records/{GONE}/compare?show=all",
    ),
    "proof.show": seen(
        STANDARDS,
        f"/records/{SUBMITTED}/proof",
        f"/records/{ACCEPTED}/proof",
        f"/records/{IMPORTED}/proof",
    ),
    "disclosures.disclosures": [
        *seen(STANDARDS, "/disclosures", "/disclosures?before=1"),
        Place(who=STANDARDS, address="/disclosures", untouched=True),
    ],
    "disclosures.of_record": seen(
        STANDARDS, f"/records/{ASSESSED}/disclosures", f"/records/{SUBMITTED}/disclosures"
    ),
    "disclosures.new": [
        *seen(STANDARDS, "/disclosures/new", CHOSEN, f"{CHOSEN}&kind=freedom-of-information"),
        *wrong(STANDARDS, "/disclosures/new", f"{CHOSEN}&kind=proceedings"),
        Place(who=STANDARDS, address=f"{CHOSEN}&kind=subject-access", then=previewed),
    ],
    "disclosures.show": [
        *seen(STANDARDS, f"/disclosures/{DISCLOSURE}"),
        *wrong(STANDARDS, f"/disclosures/{DISCLOSURE}", then=with_another_checkpoint),
    ],
    "verifying.show": [
        *seen(None, "/verify"),
        Place(who=None, address="/verify", untouched=True),
    ],
    "home.home": [
        *seen(OFFICER, "/"),
        *seen(COLLEAGUE, "/"),
        *seen(NEWCOMER, "/"),
        *seen(NIGHT_OWL, "/"),
        *seen(UNAPPOINTED, "/"),
    ],
    "passwords.change": [
        *seen(OFFICER, "/settings/password"),
        *seen(FIRST_DAY, "/settings/password"),
        *wrong(OFFICER, "/settings/password"),
    ],
    "provider.back": seen(None, "/signin/provider/back"),
    "record.show": [
        *seen(
            OFFICER,
            *(
                f"/records/{one}"
                for one in (
                    *(EMPTY, FULL, TASER_DRAFT, CROWD_DRAFT),
                    *(SUBMITTED, GRAVE, CROWDED, TASER, RETURNED, ACCEPTED, REFERRED, ASSESSED),
                    *(WITHDRAWN, LINKED, CHANGING, IMPORTED),
                )
            ),
        ),
        *seen(STANDARDS, f"/records/{RESTRICTED}", f"/records/{REFERRED}", f"/records/{GRAVE}"),
        *seen(STANDARDS, f"/records/{NOBODYS}", f"/records/{GONE}", f"/records/{WITHHELD}"),
    ],
    "receipts.receipts": [*seen(OFFICER, "/receipts"), *seen(NEWCOMER, "/receipts")],
    "verification.show": [
        *seen(STANDARDS, "/verification"),
        Place(who=ADMINISTRATOR, address="/verification", untouched=True),
    ],
    "imports.imports": [
        *seen(STANDARDS, "/imports"),
        *seen(ADMINISTRATOR, "/imports"),
        Place(who=STANDARDS, address="/imports", untouched=True),
    ],
    "missing.missing": [
        *seen(
            SUPERVISOR,
            "/review/missing",
            "/review/missing?show=matched",
            "/review/missing?show=explained&kind=ced",
        ),
        *seen(STANDARDS, "/review/missing?kind=custody"),
        Place(who=STANDARDS, address="/review/missing", untouched=True),
    ],
    "delegating.delegation": [
        *seen(SUPERVISOR, "/review/delegation"),
        *seen(OTHER_SUPERVISOR, "/review/delegation"),
        *wrong(SUPERVISOR, "/review/delegation"),
    ],
    "reciprocal.pairs": [
        *seen(
            STANDARDS, "/review/reciprocal?until=2026-11-25", "/review/reciprocal?until=2020-01-31"
        ),
        Place(who=STANDARDS, address="/review/reciprocal", untouched=True),
    ],
    "reciprocal.between": seen(
        STANDARDS, f"/review/reciprocal/{OTHER_SUPERVISOR.id}/{STANDARDS.id}?until=2026-11-25"
    ),
    "emergencies.break_glass": [
        *seen(SUPERVISOR, "/emergency"),
        *wrong(SUPERVISOR, "/emergency"),
    ],
    "emergencies.emergencies": [
        *seen(STANDARDS, "/emergencies"),
        Place(who=STANDARDS, address="/emergencies", untouched=True),
    ],
    "emergencies.look_into": [
        *seen(STANDARDS, *(f"/emergencies/{OTHER_SUPERVISOR.id}/{at}" for at in EMERGENCIES)),
        *wrong(STANDARDS, f"/emergencies/{OTHER_SUPERVISOR.id}/{EMERGENCIES[0]}"),
    ],
    "confidence.ask": [
        *seen(STANDARDS, "/confidence"),
        *seen(INVESTIGATOR, "/confidence"),
        *wrong(INVESTIGATOR, "/confidence"),
    ],
    "confidence.requested": seen(HEAD, "/confidences"),
    "confidence.decide": [
        *seen(HEAD, *(f"/confidences/{STANDARDS.id}/{at}" for at in (APPROVED, DECLINED, WAITING))),
        *wrong(HEAD, f"/confidences/{STANDARDS.id}/{WAITING}"),
    ],
    "sampling.samples": seen(HEAD, "/audit/samples"),
    "sampling.sample": seen(HEAD, f"/audit/samples/{SAMPLED}"),
    "sampling.look_into": [
        *seen(
            HEAD,
            *(
                f"/audit/samples/{SAMPLED}/{leaf}"
                for leaf in (TO_REVIEW, TO_ASK, REVIEWED, OF_THE_HEAD, KEPT_NO_LONGER)
            ),
        ),
        *wrong(HEAD, f"/audit/samples/{SAMPLED}/{TO_REVIEW}"),
    ],
    "missing.show": [
        *seen(
            SUPERVISOR,
            *(f"/review/missing/{one}" for one in (UNRECORDED, RECORDED, EXPLAINED)),
        ),
        *seen(STANDARDS, f"/review/missing/{UNKNOWN_OFFICER}"),
        *wrong(SUPERVISOR, f"/review/missing/{UNRECORDED}", then=pressed("Save explanation")),
        *wrong(SUPERVISOR, f"/review/missing/{UNRECORDED}", then=pressed("This is its record")),
    ],
    "referrals.referrals": [
        *seen(STANDARDS, "/referrals"),
        Place(who=STANDARDS, address="/referrals", untouched=True),
    ],
    "reports.index": seen(ANALYST, "/reports"),
    "reports.tactics": [
        *seen(
            STANDARDS,
            "/reports/tactics",
            "/reports/tactics?age=18-to-34&reason=effect-arrest&line=ced&line=restraint",
            "/reports/tactics?from=2024-q1",
            "/reports/tactics?area=north&gender=other",
            "/reports/tactics?from=2017-q9&age=old",
        ),
        *seen(SUPERVISOR, "/reports/tactics"),
        *seen(ANALYST, "/reports/tactics?kind=crowd&conduct=compliant"),
        Place(who=STANDARDS, address="/reports/tactics", untouched=True),
    ],
    "effectiveness.report": [
        *seen(
            STANDARDS,
            "/reports/effectiveness?age=18-to-34&alike=conduct&alike=impact&alike=location",
            "/reports/effectiveness?of=ced-fired",
            "/reports/effectiveness?alike=weather&of=truncheon&order=best",
        ),
        *seen(ANALYST, "/reports/effectiveness?order=share"),
        Place(who=ANALYST, address="/reports/effectiveness", untouched=True),
    ],
    "disproportionality.report": [
        *seen(
            STANDARDS,
            "/reports/disproportionality?by=age&from=2024-q1&group=18-to-34",
            "/reports/disproportionality?by=height&residents=none",
        ),
        *seen(SUPERVISOR, "/reports/disproportionality?group=white"),
        *seen(ANALYST, "/reports/disproportionality?force=kent"),
        Place(who=ANALYST, address="/reports/disproportionality", untouched=True),
    ],
    "reports.people.report": [
        *seen(STANDARDS, "/reports/people-and-encounters"),
        *seen(
            SUPERVISOR, "/reports/people-and-encounters?from=2020-q1&encounter=alone&subject=linked"
        ),
        *seen(ANALYST, "/reports/people-and-encounters?from=2017-q9&subject=nobody"),
        Place(who=ANALYST, address="/reports/people-and-encounters", untouched=True),
    ],
    "reports.quality.quality_page": [
        *seen(
            STANDARDS, "/reports/quality", "/reports/quality?from=2020-q1&rule=7&rule=no-outcome"
        ),
        *seen(ANALYST, "/reports/quality?from=2017-q9&rule=tidy"),
        Place(who=STANDARDS, address="/reports/quality", untouched=True),
    ],
    "reports.quality.timeliness_page": [
        *seen(SUPERVISOR, "/reports/timeliness"),
        *seen(ANALYST, "/reports/timeliness?from=2020-q1"),
        *seen(STANDARDS, "/reports/timeliness?team=nobody"),
        Place(who=ANALYST, address="/reports/timeliness", untouched=True),
    ],
    "coverage.report": [
        *seen(ANALYST, "/reports/coverage?from=2024-q1", "/reports/coverage?force=atlantis"),
        *seen(SUPERVISOR, "/reports/coverage"),
        Place(who=STANDARDS, address="/reports/coverage", untouched=True),
    ],
    "facts.report": [
        *seen(ANALYST, "/reports/facts?area=north", "/reports/facts?age=old"),
        *seen(STANDARDS, "/reports/facts?from=2024-q1"),
        Place(who=ANALYST, address="/reports/facts", untouched=True),
    ],
    "publications.publications": [
        *seen(None, "/publications"),
        Place(who=ANALYST, address="/publications", untouched=True),
    ],
    "publications.release": seen(None, PUBLIC),
    "publications.edition": seen(None, f"{PUBLIC}/editions/1"),
    "publications.changes": seen(None, f"{PUBLIC}/editions/2/changes"),
    "publications.method": seen(None, "/publications/method"),
    "publications.revisions_policy": seen(OFFICER, "/publications/revisions-policy"),
    "releases.releases": [
        *seen(ANALYST, "/releases"),
        Place(who=STANDARDS, address="/releases", untouched=True),
    ],
    "releases.announcing": [
        *seen(ANALYST, "/releases/announce"),
        *wrong(ANALYST, "/releases/announce"),
    ],
    "releases.new": [
        *seen(ANALYST, "/releases/new"),
        *wrong(ANALYST, "/releases/new", then=pressed("Prepare")),
    ],
    "releases.show": [
        *seen(ANALYST, *(f"/releases/{one}" for one in RELEASES.values())),
        *seen(STANDARDS, f"/releases/{RELEASES[MADE]}"),
        *wrong(
            STANDARDS, f"/releases/{RELEASES[MADE]}", then=filled("Day of publication", "", send)
        ),
        *(
            Place(who=ANALYST, address=f"/releases/{RELEASES[BEGUN]}", then=said_of_the_files(said))
            for said in (
                lambda now: {"heard": (now - timedelta(hours=1)).isoformat()},
                lambda _: {"problem": behind.BROKEN},
                lambda now: {"heard": now.isoformat()},
            )
        ),
    ],
    "releases.edition": seen(ANALYST, f"/releases/{RELEASES[PERIOD]}/editions/1"),
    "releases.changes": seen(ANALYST, f"/releases/{RELEASES[PERIOD]}/editions/2/changes"),
    "releases.moved": seen(
        STANDARDS,
        f"/releases/{RELEASES[PERIOD]}/editions/2/moved"
        "?table=counted&row=records&column=records&cause=added",
    ),
    "reports.records": [
        *seen(
            SUPERVISOR,
            "/reports/records?also=restraint&age=18-to-34",
            f"/reports/records?officer={OFFICER.id}&step=ced-fired/yes&report=effectiveness",
        ),
        *seen(OTHER_SUPERVISOR, "/reports/records?kind=crowd"),
    ],
    "returns.show": [
        *seen(STANDARDS, "/return?year=2027", "/return?year=1999&force=atlantis"),
        *seen(ANALYST, "/return?year=2027"),
        Place(who=STANDARDS, address="/return", untouched=True),
    ],
    "returns.table": [
        *seen(STANDARDS, "/return/tables/2?year=2027", "/return/tables/11?year=2027"),
        *seen(ANALYST, "/return/tables/13?year=2018"),
    ],
    "retention.retention": [
        *seen(
            MANAGER,
            "/retention",
            "/retention?show=under-way",
            "/retention?show=held",
            "/retention?show=erased",
        ),
        Place(who=PROTECTION, address="/retention?show=nothing"),
    ],
    "retention.show": [
        *seen(MANAGER, *(f"/retention/{one}" for one in (PROPOSED, HELD, GONE, PLAIN))),
        *seen(PROTECTION, f"/retention/{PROPOSED}", f"/retention/{WITHHELD}"),
    ],
    "retention.certificate": seen(PROTECTION, f"/retention/{GONE}/certificates/5"),
    "retention.policy": [
        *seen(PROTECTION, "/retention/policy"),
        *wrong(MANAGER, "/retention/policy", then=filled("On which schedule", "")),
    ],
    "keeping.keep": [
        *seen(MANAGER, f"/retention/{PLAIN}/keep"),
        *wrong(MANAGER, f"/retention/{PLAIN}/keep"),
    ],
    "keeping.propose": [
        *seen(MANAGER, f"/retention/{PLAIN}/propose", f"/retention/{GONE}/propose"),
        *wrong(MANAGER, f"/retention/{PLAIN}/propose"),
    ],
    "keeping.approve": seen(PROTECTION, f"/retention/{PROPOSED}/approve"),
    "keeping.stop": [
        *seen(PROTECTION, f"/retention/{PROPOSED}/stop", f"/retention/{WITHHELD}/stop"),
        *wrong(PROTECTION, f"/retention/{WITHHELD}/stop"),
    ],
    "keeping.hold": [
        *seen(STANDARDS, f"/retention/{PLAIN}/hold"),
        *wrong(MANAGER, f"/retention/{PLAIN}/hold"),
    ],
    "keeping.release": [
        *seen(MANAGER, f"/retention/{HELD}/release", f"/retention/{PLAIN}/release"),
        *wrong(MANAGER, f"/retention/{HELD}/release"),
    ],
    "review.queue": [
        *seen(
            SUPERVISOR,
            "/review",
            "/review?page=2",
            "/review?show=overdue",
            "/review?show=returned",
            "/review?tactic=ced&flag=injury",
        ),
        *seen(STANDARDS, "/review?flag=crowd"),
        *seen(OTHER_SUPERVISOR, "/review"),
        Place(who=SUPERVISOR, address="/review", untouched=True),
    ],
    "review.show": [
        *seen(
            SUPERVISOR,
            *(
                f"/review/{one}"
                for one in (
                    SUBMITTED,
                    GRAVE,
                    CROWDED,
                    TASER,
                    RETURNED,
                    ANSWERED,
                    ACCEPTED,
                    REFERRED,
                )
            ),
        ),
        *seen(STANDARDS, f"/review/{REFERRED}", f"/review/{RESTRICTED}"),
    ],
    "review.give_back": [
        *seen(SUPERVISOR, f"/review/{GRAVE}/return"),
        *wrong(SUPERVISOR, f"/review/{SUBMITTED}/return"),
        *wrong(
            SUPERVISOR,
            f"/review/{OVERTAKEN}/return",
            then=filled("About the whole record", "Look again.", overtaken(send)),
        ),
    ],
    "review.accept": [
        *seen(SUPERVISOR, f"/review/{SUBMITTED}/accept", f"/review/{GRAVE}/accept"),
        *wrong(SUPERVISOR, f"/review/{SUBMITTED}/accept"),
        *wrong(
            SUPERVISOR,
            f"/review/{SUBMITTED}/accept",
            then=answered("Your decision", "Accept with advice"),
        ),
        *wrong(
            SUPERVISOR,
            f"/review/{OVERTAKEN}/accept",
            then=answered("Your decision", "Accept", overtaken(send)),
        ),
    ],
    "search.search": [
        *seen(
            STANDARDS,
            "/search",
            "/search?page=2",
            "/search?words=nobody-like-this",
            "/search?tactic=ced&status=submitted&since=2026-01-01",
            "/search?age=18-to-34&also=restraint&counted=yes",
            "/search?age=old",
        ),
        Place(who=STANDARDS, address="/search", untouched=True),
    ],
    "second_factor.show": [
        *seen(PHONELESS, "/settings/second-factor"),
        *wrong(PHONELESS, "/settings/second-factor", then=pressed("Set up a phone")),
        *wrong(PHONELESS, "/settings/second-factor", then=pressed("Confirm")),
        *wrong(PHONELESS, "/settings/second-factor", then=set_up),
        *seen(PHONELESS, "/settings/second-factor"),
    ],
    "sessions.show": seen(OFFICER, "/settings/sessions", "/settings/sessions?ended=yes"),
    "settings.settings": [
        *seen(OFFICER, "/settings", "/settings?saved=yes"),
        *seen(NIGHT_OWL, "/settings"),
        *seen(SUPERVISOR, "/settings"),
    ],
    "signing.sign_in": [
        *seen(None, "/signin"),
        *wrong(LATECOMER, "/signin", then=too_late_and_back),
        *wrong(LATECOMER, "/signin", then=too_late),
        *wrong(None, "/signin", then=lambda page, _: steps.press(page, SIGN_IN)),
        Place(who=None, address="/signin", untouched=True),
    ],
    "signing.code": [
        *wrong(None, "/signin/code", then=as_far_as_the_code),
        *wrong(None, "/signin/code", then=a_wrong_code),
    ],
    "standing.note": [
        *seen(OFFICER, f"/records/{SUBMITTED}/note"),
        *wrong(OFFICER, f"/records/{SUBMITTED}/note"),
    ],
    "standing.assess": [
        *seen(STANDARDS, f"/records/{REFERRED}/assess"),
        *wrong(STANDARDS, f"/records/{REFERRED}/assess"),
    ],
    "standing.withdraw": [
        *seen(OFFICER, f"/records/{SUBMITTED}/withdraw"),
        *wrong(OFFICER, f"/records/{SUBMITTED}/withdraw"),
    ],
    "standing.restore": [
        *seen(OFFICER, f"/records/{WITHDRAWN}/restore"),
        *wrong(OFFICER, f"/records/{WITHDRAWN}/restore"),
    ],
    "standing.restrict": [
        *seen(STANDARDS, f"/records/{SUBMITTED}/restrict"),
        *wrong(STANDARDS, f"/records/{SUBMITTED}/restrict"),
    ],
    "standing.unrestrict": [
        *seen(STANDARDS, f"/records/{RESTRICTED}/unrestrict"),
        *wrong(STANDARDS, f"/records/{RESTRICTED}/unrestrict"),
    ],
    "stepping_up.confirm": [
        *seen(ADMINISTRATOR, "/confirm?next=/admin/people"),
        *wrong(ADMINISTRATOR, "/confirm?next=/admin/people"),
        *seen(PHONELESS, "/confirm"),
    ],
    "static_pages.accessibility": seen(None, "/accessibility"),
    "static_pages.help_page": seen(OFFICER, "/help"),
    "static_pages.privacy": seen(None, "/privacy"),
    "webhooks.webhooks": [
        *seen(ADMINISTRATOR, "/admin/webhooks"),
        Place(who=ADMINISTRATOR, address="/admin/webhooks", untouched=True),
    ],
    "webhooks.register": [
        *seen(ADMINISTRATOR, "/admin/webhooks/new"),
        *wrong(ADMINISTRATOR, "/admin/webhooks/new", then=pressed("Tell it")),
    ],
    "webhooks.webhook": seen(
        ADMINISTRATOR, f"/admin/webhooks/{TOLD}", f"/admin/webhooks/{NO_LONGER_TOLD}"
    ),
}
"""By endpoint: all its states."""

NOT_PAGES = {
    "access_log.search_as_csv": "/audit.csv",
    "access_log.alerts_as_csv": "/audit/alerts.csv",
    "sampling.sample_as_csv": f"/audit/samples/{SAMPLED}.csv",
    "sampling.lots_as_csv": f"/audit/samples/{SAMPLED}/lots.csv",
    "reciprocal.pairs_as_csv": "/review/reciprocal.csv",
    "brand": "/brand.css",
    "proof.taken_away": f"/records/{SUBMITTED}/proof.zip",
    "receipts.taken_away": f"/records/{SUBMITTED}/receipts/1.receipt",
    "receipts.exchanged": f"/records/{SUBMITTED}/receipts/1.tlog-proof",
    "publications.data": f"{PUBLIC}/editions/1/data/figures.csv",
    "retention.certificate_file": f"/retention/{GONE}/certificates/5.txt",
    "retention.due_as_file": "/retention.csv",
    "releases.data": f"/releases/{RELEASES[PERIOD]}/editions/1/data/figures.csv",
    "record.printed": f"/records/{SUBMITTED}.pdf",
    "reports.tactics_as": "/reports/tactics.csv",
    "returns.file": "/return.csv",
    "effectiveness.report_as": "/reports/effectiveness.csv",
    "disproportionality.report_as": "/reports/disproportionality.csv",
    "disproportionality.teams_as_csv": "/reports/disproportionality/teams.csv",
    "coverage.report_as_csv": "/reports/coverage.csv",
    "facts.report_as_csv": "/reports/facts.csv",
    "reports.people.report_as": "/reports/people-and-encounters.csv",
    "reports.quality.quality_as": "/reports/quality.csv",
    "reports.quality.timeliness_as": "/reports/timeliness.csv",
    "static": "/static/app.css",
    "verifying.program": "/verify.py",
    "tlog.checkpoint": "/tlog/checkpoint",
    "tlog.tile": "/tlog/tile/0/000.p/1",
    "watched.figures": "/metrics",
    "watched.live": "/health/live",
    "watched.ready": "/health/ready",
}
"""What is answered with something else than a page, which a test checks."""

ASKED_BY = {
    "retention.certificate_file": MANAGER,
    "retention.due_as_file": MANAGER,
    "sampling.sample_as_csv": HEAD,
    "sampling.lots_as_csv": HEAD,
}
"""Who asks for it, where it is not for professional standards."""
