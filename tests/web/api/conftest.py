"""Machines that act for the people of the tests."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.people import OFFICER, STANDARDS, Somebody
from tests.web.api.machine import Machine, a_token
from web.bootstrap import Services

MachineOf = Callable[[Somebody], Machine]


@pytest.fixture
def machine_of(app: Flask, services: Services) -> MachineOf:
    """A machine that acts as somebody and may do everything that they may."""
    return lambda somebody: Machine(app, services, a_token(services, acts_as=somebody)[1])


@pytest.fixture
def officers(machine_of: MachineOf) -> Machine:
    """A machine that acts as the officer."""
    return machine_of(OFFICER)


@pytest.fixture
def standards(machine_of: MachineOf) -> Machine:
    """A machine that acts as professional standards."""
    return machine_of(STANDARDS)
