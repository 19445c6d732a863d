"""Figures that a run of the tests measured, printed at its end: a table of claims is read beside them."""

from collections.abc import Callable

import pytest

FIGURE = "figure"
Tell = Callable[[str], None]


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Tell:
    """Say in a sentence what a test counted."""

    def tell(sentence: str) -> None:
        request.node.user_properties.append((FIGURE, sentence))

    return tell


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print them, from whichever process they come."""
    told = sorted(
        f"{report.nodeid.partition('::')[0]}: {sentence}"
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "call"
        for name, sentence in report.user_properties
        if name == FIGURE
    )
    if told:
        terminalreporter.write_sep("=", "figures")
        terminalreporter.write_line("\n".join(told))
