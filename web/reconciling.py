"""Looking for the records of what other systems know of: what read models list, and the log decides."""

from application.expected.expecting import Reconciled
from domain.codelists.forces import Force
from projections.expected import queries as expected
from web.bootstrap import Services


def reconcile(services: Services, force: Force) -> Reconciled:
    """Match what speaks for itself in a force, as far as the read models show it now."""
    with services.views.reading() as connection:
        wanted = expected.to_reconcile(connection, force=force)
    return services.expecting.reconcile(
        open_ones=wanted.open_ones, near=wanted.near, taken=wanted.taken, lost=wanted.lost
    )
