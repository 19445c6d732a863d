"""What the source never does, since nothing else would show that it began to."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import Type

from tests.architecture.source import ROOT, sources
from web.auth.accounts import HASHER

TEMPLATES = sorted((ROOT / "web/templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "web/static").glob("*.js"))

EXECUTING = {"eval", "exec", "compile", "__import__"}
DESERIALISING = {"pickle", "marshal", "shelve", "yaml", "dill", "jsonpickle"}
MAILING = {"smtplib", "imaplib", "email.mime", "poplib"}
XML_PARSERS = {"xml.etree", "xml.dom", "xml.parsers", "lxml", "defusedxml", "xml.sax.expatreader"}
REACHING_OUT = {
    *("urllib.request", "http.client", "requests", "httpx", "aiohttp", "authlib.integrations"),
}
ALLOWED_OUT = {
    "web/proof/witnesses.py",
    "web/webhooks/sending.py",
    "web/auth/provider/client.py",
}
"""Witnesses of the policy, addresses that an administrator gave, and the identity provider: nothing else."""
PROGRAMS = {"web/backups/postgresql.py", "web/keys/trying.py", "web/proof/scheduled.py"}
"""What starts another program, always as a list of words and never through a shell."""
MADE_UP = "web/demo/"
HASHES = {"sha256", "sha384", "sha512", "blake2b", "file_digest"}


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def is_of(name: str, packages: set[str]) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in packages)


def called(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ".".join(reversed([*dotted(node.func)])), node


def dotted(node: ast.expr) -> Iterator[str]:
    """The parts of a name, the last first; of what is no name, nothing."""
    while isinstance(node, ast.Attribute):
        yield node.attr
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


PARSED = {str(file.relative_to(ROOT)): ast.parse(file.read_text()) for file in sources()}
IMPORTED = {file: frozenset(imported(tree)) for file, tree in PARSED.items()}
CALLS = [(file, name, call) for file, tree in PARSED.items() for name, call in called(tree)]


def users_of(packages: set[str]) -> set[str]:
    return {file for file, names in IMPORTED.items() if any(is_of(one, packages) for one in names)}


def test_nothing_that_was_sent_or_stored_is_executed_or_brings_its_own_classes() -> None:
    executed = {(file, name) for file, name, _ in CALLS if name in EXECUTING}

    assert executed == set()
    assert users_of(DESERIALISING) == set()


def test_no_template_is_made_of_what_was_sent() -> None:
    made = {
        (file, name)
        for file, name, _ in CALLS
        if name.rpartition(".")[2] in ("render_template_string", "from_string", "format_map")
    }

    assert made == set()


def test_no_xml_is_read_and_no_mail_is_sent() -> None:
    assert users_of(XML_PARSERS) == set()
    assert users_of(MAILING) == set()


def test_another_program_is_started_without_a_shell() -> None:
    starting = users_of({"subprocess"})
    shells = {
        (file, keyword.arg)
        for file, _, call in CALLS
        for keyword in call.keywords
        if keyword.arg == "shell"
    }
    named = {
        name for _, name, _ in CALLS if name in ("os.system", "os.popen", "os.spawnl", "os.execv")
    }

    assert starting == PROGRAMS
    assert shells == named == set()


def test_only_these_reach_out() -> None:
    assert users_of(REACHING_OUT) == ALLOWED_OUT


def test_what_is_kept_secret_is_drawn_from_the_system() -> None:
    drawing = users_of({"random"})

    assert {file for file in drawing if not file.startswith(MADE_UP)} == set()


def test_no_hash_is_used_that_was_broken() -> None:
    used = {
        (file, name.rpartition(".")[2])
        for file, name, _ in CALLS
        if re.fullmatch(r"hashlib\.\w+", name)
    }

    # Pwned Passwords publishes digests in SHA-1: it is looked up in, and protects nothing.
    assert {one for one in used if one[1] not in HASHES} == {("web/auth/password_rules.py", "sha1")}


CRYPTOGRAPHY = {"cryptography", "argon2", "joserfc", "hmac"}


def test_cryptography_is_used_where_the_inventory_says() -> None:
    inventory = (ROOT / "SECURITY.md").read_text().partition("### Cryptography")[2]
    table = inventory.partition("### ")[0]

    assert users_of(CRYPTOGRAPHY) == set(re.findall(r"`([\w/]+\.py)`", table))


def test_passwords_are_stored_by_argon2id_and_slowly_enough() -> None:
    kind, memory, times = HASHER.type, HASHER.memory_cost, HASHER.time_cost

    assert kind is Type.ID
    # ASVS and OWASP: 19 MiB and two passes at the least.
    assert (memory >= 65_536, times >= 3) == (True, True)


def test_a_question_to_a_database_is_put_together_of_our_own_words_alone() -> None:
    found = {
        ast.unparse(value.value)
        for file, name, call in CALLS
        if not file.startswith("web/migrations/")
        and (name == "text" or name.endswith((".execute", ".exec_driver_sql")))
        for argument in call.args[:1]
        if isinstance(argument, ast.JoinedStr)
        for value in argument.values
        if isinstance(value, ast.FormattedValue)
    }

    assert {one for one in found if not re.fullmatch(r"(?:roles\.)?[A-Z_]+", one)} == OUR_WORDS


OUR_WORDS = {"one", "generation", "table", "name"}
"""Pragmas from a table of ours, and the number and tables of a generation."""


def test_no_pattern_is_made_of_what_somebody_typed() -> None:
    made = {
        (file, ast.unparse(call.args[0]))
        for file, name, call in CALLS
        if re.fullmatch(r"re\.(?:compile|match|fullmatch|search|findall|finditer|sub|split)", name)
        and call.args
        and not isinstance(call.args[0], ast.Constant)
        and any(
            isinstance(one, ast.Name) and not one.id.isupper() for one in ast.walk(call.args[0])
        )
    }

    assert {file for file, _ in made} <= {
        # Files of ours, by a name that the program gives.
        "domain/summary/pinned/files.py",
        # What a statement looks for among answers by code, each sign of it escaped.
        "projections/statistics/coding.py",
    }


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_a_template_escapes_everything_and_runs_nothing(file: Path) -> None:
    text = file.read_text()

    assert not re.search(r"\|\s*safe\b|autoescape\s+false|javascript:", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"\sstyle\s*=\s*[\"']", text)
    assert all("src=" in one for one in re.findall(r"<script\b[^>]*>", text))


def test_script_writes_text_and_never_markup_and_keeps_nothing() -> None:
    for file in SCRIPTS:
        text = file.read_text()
        for word in (
            *(
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
                "Function(",
            ),
            *("localStorage", "sessionStorage", "indexedDB", "postMessage", "__proto__"),
        ):
            assert word not in text, f"{word} in {file.name}"
