"""What an administrator does to how somebody signs in: each an event first, and then the thing itself."""

from uuid import UUID

from flask import abort, request

from application.carrying_out import Done
from web.auth.linked import Subject
from web.current import requester, services
from web.pages.refused_fields import FieldMissingError


def link(person: UUID) -> Done:
    """Say whom the identity provider means by an id. What they were signed in as before is ended."""
    provider = services().identity.provider
    if provider is None:
        abort(404)
    linked = services().identity.linked
    subject = Subject(issuer=provider.issuer, id=request.form.get("subject", "").strip())
    if not subject.id:
        raise FieldMissingError("subject", "Enter the id that the identity provider has for them")
    if linked.person(subject) not in (None, person):
        raise FieldMissingError("subject", "Another person signs in as this account")
    done = services().people.link_account(
        person, issuer=subject.issuer, subject=subject.id, requester=requester()
    )
    linked.link(person, subject)
    services().sessions.end_all(person)
    return done


def unlink(person: UUID) -> Done:
    done = services().people.unlink_account(person, requester=requester())
    services().identity.linked.unlink(person)
    services().sessions.end_all(person)
    return done


def remove_second_factor(person: UUID) -> Done:
    """They set up another when they next sign in, where one is asked for."""
    done = services().people.remove_second_factor(person, requester=requester())
    if not done.repeated:
        services().identity.second_factors.remove(person)
    services().sessions.end_all(person)
    return done


def end_sessions(person: UUID) -> Done:
    done = services().people.end_sessions(person, requester=requester())
    services().sessions.end_all(person)
    return done


def close(person: UUID) -> Done:
    done = services().people.close_account(person, requester=requester())
    services().sessions.end_all(person)
    return done


def reopen(person: UUID) -> Done:
    return services().people.reopen_account(person, requester=requester())
