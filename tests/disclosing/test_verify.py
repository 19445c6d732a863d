"""A recipient with one file and the printed keys finds that a bundle holds, or what of it does not."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from domain.codelists.disclosures import KindOfDisclosure
from domain.proof.notes import KeyType, Note, VerifierKey
from domain.records.events import PinnedNote
from tests import installations
from tests.disclosing.bundles import (
    MANIFEST,
    Verdict,
    as_json,
    files_of,
    keys_of,
    packed,
    said,
    terms,
    verified,
    with_manifest,
)
from tests.disclosing.bundles import (
    bundle as bundle_of,
)
from tests.disclosing.conftest import Made
from tests.disclosing.damaging import damaged
from tests.people import STANDARDS, SUPERVISOR
from tests.web import given
from web.disclosing import verify
from web.disclosing.contents import VERIFIER
from web.proof.keys import signing_key
from web.settings import Settings

PYTHONS = ("3.9", "3.10", "3.11", "3.12", "3.13", "3.14")
REFERENCE = "UOF-26-000001"

Check = Callable[..., Verdict]


@pytest.fixture
def check(made: Made, tmp_path: Path) -> Check:
    """What the program says of a bundle to somebody who has the keys."""
    return lambda bundle, *options: verified(tmp_path, bundle, *made.keys.options, *options)


@pytest.mark.parametrize("kind", KindOfDisclosure)
def test_a_bundle_holds(made: Made, check: Check, kind: KindOfDisclosure) -> None:
    verdict = check(made.bundles[kind])

    assert verdict.code == verify.HOLDS
    assert verdict.text.endswith("Verdict: holds.\n")
    # Which keys it believed is said, whatever it finds.
    assert made.keys.log in verdict.text
    assert made.keys.witness in verdict.text
    assert "It does not show that what was recorded is true." in verdict.text


def test_the_words_say_what_is_disclosed_of_each_version(made: Made, check: Check) -> None:
    text = check(made.bundle).text

    assert f"{REFERENCE}: versions 1 to 7 are in the log without a gap" in text
    assert "version 1, Record submitted" in text
    assert "not disclosed: welfare" in text
    assert "after the chosen moment: version 6" in text
    assert "UOF-26-000002: versions 1 to 2 are in the log" in text


def test_what_people_read_has_no_colon_after_a_question_and_nothing_without_words(
    sqlite: Settings, tmp_path: Path
) -> None:
    with installations.opened(sqlite) as services:
        record = given.submitted(services)
        record.returned(PinnedNote(question="subject_injured", text="Custody saw a mark."))
        record.amended(area="north")
        # By somebody, and by no rule.
        services.reviews.refer(
            record.id,
            explanation="I was there.",
            version=record.version,
            requester=SUPERVISOR.asks(),
        )
        decided = terms(KindOfDisclosure.PROCEEDINGS, services.clock.now())
        made = bundle_of(services, [record], decided)

    page = files_of(made)["disclosure.html"].decode()
    assert "Was the person injured as a result of the force? Custody saw a mark." in page
    assert not re.search("<dd[^>]*></dd>", page)
    verdict = verified(tmp_path, made, *keys_of(sqlite).options)
    assert verdict.text.endswith("Verdict: holds.\n")


@pytest.mark.parametrize("version", PYTHONS)
def test_it_runs_alone_on_every_python_that_is_here(
    made: Made, tmp_path: Path, version: str
) -> None:
    """In an empty folder, with the bundle, the printed keys, and no package of anybody."""
    python = found_python(version)
    if python is None:
        pytest.skip(f"Python {version} is not on this machine")
    shutil.copy(VERIFIER, tmp_path / "verify.py")
    (tmp_path / "bundle.zip").write_bytes(made.bundle)
    command = [python, "-I", "-S", "verify.py", "bundle.zip", *made.keys.options]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env={})

    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Verdict: holds." in ended.stdout


def found_python(version: str) -> str | None:
    """A Python of this version that runs; several may be installed beside each other."""
    if sys.version_info[:2] == tuple(map(int, version.split("."))):
        return sys.executable
    beside = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [f"python{version}", *map(str, beside.glob(f"{version}.*/bin/python"))]
    for one in candidates:
        if (path := shutil.which(one)) and not subprocess.run(
            [path, "-c", ""], capture_output=True
        ).returncode:
            return path
    return None


def test_the_copy_in_a_bundle_is_the_program_itself(made: Made) -> None:
    assert files_of(made.bundle)["verify.py"] == VERIFIER.read_bytes()


def test_it_takes_nothing_but_the_standard_library_and_no_newer_words() -> None:
    tree = ast.parse(VERIFIER.read_text(), feature_version=(3, 9))

    imported = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in (node.names if isinstance(node, ast.Import) else [ast.alias(node.module)])
    }
    assert imported <= sys.stdlib_module_names


# Whom the recipient believes


def test_without_a_key_nothing_is_decided(made: Made, tmp_path: Path) -> None:
    verdict = verified(tmp_path, made.bundle)

    assert verdict.code == verify.UNDECIDED
    assert "Give the public key of the log with --log-key" in verdict.text


def test_a_key_in_the_bundle_counts_for_nothing(made: Made, tmp_path: Path) -> None:
    """Everything in it may be made anew, and signed by a key that its policy names."""
    forged = signing_key(tmp_path / "forged.key", name=VerifierKey.parsed(made.keys.log).name)
    files = files_of(made.bundle)
    text = Note.parsed(files["checkpoint"]).text
    note = str(Note(text, (forged.sign(text),))).encode()
    files = {name: content.replace(files["checkpoint"], note) for name, content in files.items()}
    files["policy"] = f"log {forged.verifier}\nquorum none\n".encode()

    # It holds for who takes the key from the bundle, and for nobody else.
    forger = ("--log-key", str(forged.verifier))
    assert verified(tmp_path, packed(files), *forger).code == verify.HOLDS
    assert verified(tmp_path, packed(files), *made.keys.options).code == verify.DOES_NOT_HOLD
    assert verified(tmp_path, packed(files)).code == verify.UNDECIDED


def test_the_key_of_another_log_refuses(made: Made, tmp_path: Path) -> None:
    known = VerifierKey.parsed(made.keys.log)
    other = VerifierKey(known.name, VerifierKey.parsed(made.keys.witness).public)

    verdict = verified(tmp_path, made.bundle, "--log-key", str(other))

    assert verdict.code == verify.DOES_NOT_HOLD
    assert "it is not signed by the key of the log that you gave" in verdict.text


def test_a_witness_that_did_not_see_it_refuses(made: Made, tmp_path: Path) -> None:
    other = VerifierKey("nobody", VerifierKey.parsed(made.keys.log).public, KeyType.COSIGNATURE)
    options = ("--log-key", made.keys.log, "--witness-key", str(other))

    verdict = verified(tmp_path, made.bundle, *options)

    assert verdict.code == verify.DOES_NOT_HOLD
    assert "not seen by as many of the witnesses" in verdict.text


def test_a_key_of_the_log_alone_is_enough_and_that_is_said(made: Made, tmp_path: Path) -> None:
    verdict = verified(tmp_path, made.bundle, "--log-key", made.keys.log)

    assert verdict.code == verify.HOLDS
    assert "No witness was asked for" in verdict.text


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (lambda key: key.replace("+A", "+B", 1), "mistyped"),
        (lambda key: key[:-1], "mistyped"),
        (lambda key: "nothing", "not a public key"),
    ],
)
def test_a_key_that_was_mistyped_is_told_from_a_false_bundle(
    made: Made, tmp_path: Path, wrong: Callable[[str], str], why: str
) -> None:
    verdict = verified(tmp_path, made.bundle, "--log-key", wrong(made.keys.log))

    assert verdict.code == verify.UNDECIDED
    assert why in verdict.text


@pytest.mark.parametrize(
    ("quorum", "code"),
    [
        ("group all all one other\nquorum all", verify.DOES_NOT_HOLD),
        ("group some any one other\nquorum some", verify.HOLDS),
        ("group inner any one\ngroup outer 1 inner other\nquorum outer", verify.HOLDS),
        ("quorum other", verify.DOES_NOT_HOLD),
        ("quorum none", verify.HOLDS),
        ("quorum nobody", verify.UNDECIDED),
        ("group some 3 one other\nquorum some", verify.UNDECIDED),
        ("group a any one\ngroup b any one\nquorum a", verify.UNDECIDED),
        ("group some any one one\nquorum some", verify.UNDECIDED),
        ("", verify.UNDECIDED),
    ],
)
def test_a_policy_says_how_many_witnesses_are_enough(
    made: Made, tmp_path: Path, quorum: str, code: int
) -> None:
    policy = tmp_path / "policy"
    nobody = signing_key(tmp_path / "nobody.key", name="nobody", kind=KeyType.COSIGNATURE)
    policy.write_text(
        f"# believed\nlog {made.keys.log}\nwitness one {made.keys.witness}\n"
        f"\twitness other {nobody.verifier} https://nobody.example/\n{quorum}\n"
    )

    assert verified(tmp_path, made.bundle, "--policy", str(policy)).code == code


# The log has only grown


def test_a_checkpoint_that_the_recipient_kept_is_shown_to_be_the_beginning(
    made: Made, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    kept.write_bytes(made.previous)
    bundle = _with_previous(made)
    options = (*made.keys.options, "--previous", str(kept))

    assert "The log has only grown since" in verified(tmp_path, bundle, *options).text
    # A bundle that says nothing of it, or of another one, does not hold for who asks.
    assert verified(tmp_path, made.bundle, *options).code == verify.DOES_NOT_HOLD
    kept.write_bytes(made.previous.replace(b"\n", b"0\n", 1))
    assert verified(tmp_path, bundle, *options).code == verify.DOES_NOT_HOLD


def _with_previous(made: Made) -> bytes:
    (found,) = [
        one
        for one in made.services.log.read(after=0, limit=1000)
        if one.event.TOPIC == "disclosure.made" and one.event.kind is KindOfDisclosure.PROCEEDINGS
    ]
    return made.services.disclosing.bundle(
        found.event.originator_id, by=STANDARDS.id, previous=made.previous
    )


@pytest.mark.parametrize("file", ["consistency", "previous-checkpoint"])
def test_a_past_that_was_changed_is_found(made: Made, check: Check, file: str) -> None:
    files = files_of(_with_previous(made))
    lines = files[file].split(b"\n")
    lines[1] = lines[1][::-1] if file == "consistency" else b"7"

    verdict = check(packed({**files, file: b"\n".join(lines)}))

    assert verdict.code == verify.DOES_NOT_HOLD
    assert f"file {file}" in verdict.wrong[0]


# What of it does not hold


def test_a_folder_is_verified_as_the_archive_is(made: Made, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    for name, content in files_of(made.bundle).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)

    assert said(str(folder), *made.keys.options).code == verify.HOLDS
    (folder / "disclosure.html").write_text("changed")
    assert said(str(folder), *made.keys.options).code == verify.DOES_NOT_HOLD


def test_an_archive_that_was_packed_anew_says_so(made: Made, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "again.zip", "w", ZIP_DEFLATED) as again:
        for name, content in files_of(made.bundle).items():
            again.writestr(name, content)

    verdict = said(str(tmp_path / "again.zip"), *made.keys.options)

    assert verdict.code == verify.DOES_NOT_HOLD
    assert "If you packed it anew yourself, verify the folder" in verdict.text


def test_machines_are_told_the_same(made: Made, check: Check) -> None:
    files = files_of(made.bundle)
    name = f"events/{REFERENCE}-1.json"
    files[name] = files[name].replace(b"canary-narrative-one", b"canary-narrative-own")

    found = json.loads(check(packed(files), "--json").text)

    assert found["verdict"] == "does not hold"
    assert {
        "record": REFERENCE,
        "version": 1,
        "file": name,
        "sentence": "what it says of narrative is not what was recorded",
    } in found["wrong"]


FORGED = {
    # What a forger changes, and the sentence that finds it; digests that agree are made of everything.
    "an answer in the page": (
        "disclosure.html",
        b"canary-narrative-one",
        b"canary-narrative-own",
        "file manifest.json: what was disclosed is not what this bundle holds",
    ),
    "a word of ours": (
        "words.json",
        b"Compliant",
        b"Aggressive",
        "file manifest.json: what was disclosed is not what this bundle holds",
    ),
    "a sealed answer in the events": (
        f"events/{REFERENCE}-1.json",
        b"canary-narrative-one",
        b"canary-narrative-own",
        "what it says of narrative is not what was recorded",
    ),
    "a code in the events": (
        f"events/{REFERENCE}-1.json",
        b"aggressive",
        b"compliant!",
        "what it says of clear is not what was recorded",
    ),
    "that something is withheld": (
        f"events/{REFERENCE}-1.json",
        b'"withheld": "welfare"',
        b'"withheld": "medical"',
        "welfare is not disclosed, and the bundle does not say why",
    ),
    "that something was erased": (
        f"events/{REFERENCE}-1.json",
        b'"withheld": "welfare"',
        b'"erased": true',
        "file manifest.json: what was disclosed is not what this bundle holds",
    ),
    "who did it": (
        f"events/{REFERENCE}-1.leaf",
        b"officer",
        b"0fficer",
        "this version is not in the log as it was signed",
    ),
    "the digest in the event": (
        f"events/{REFERENCE}-7.json",
        b"digest",
        b"digezt",
        "what it says of clear is not what was recorded",
    ),
    "the moment": (
        MANIFEST,
        b'"as_at": "2026',
        b'"as_at": "2027',
        "file manifest.json: what was disclosed is not what this bundle holds",
    ),
    "a proof": (
        f"proofs/{REFERENCE}-2.tlog-proof",
        b"index ",
        b"index 1",
        "this version is not in the log as it was signed",
    ),
    "the root": (
        "checkpoint",
        b"\n\n",
        b"A\n\n",
        "file checkpoint",
    ),
}


@pytest.mark.parametrize("what", FORGED)
def test_a_forger_who_makes_every_digest_anew_is_found(made: Made, check: Check, what: str) -> None:
    file, before, after, sentence = FORGED[what]
    files = files_of(made.bundle)
    assert before in files[file]
    files[file] = files[file].replace(before, after, 1)

    verdict = check(packed(files if file == MANIFEST else with_manifest(files)))

    assert verdict.code == verify.DOES_NOT_HOLD
    assert any(sentence in one for one in verdict.wrong), verdict.text


def test_a_version_that_is_left_out_is_found(made: Made, check: Check) -> None:
    files = files_of(made.bundle)
    manifest = json.loads(files[MANIFEST])
    manifest["records"][0]["last"] -= 1
    for name in (f"events/{REFERENCE}-6.leaf", f"events/{REFERENCE}-6.json"):
        del manifest["files"][name]
    files = {name: content for name, content in files.items() if f"{REFERENCE}-6" not in name}
    files = {name.replace(f"{REFERENCE}-7", f"{REFERENCE}-6"): files[name] for name in files}
    files[MANIFEST] = as_json(manifest)

    verdict = check(packed(files))

    assert verdict.code == verify.DOES_NOT_HOLD
    assert any("another event than it is said to be" in one for one in verdict.wrong)


def test_a_page_that_shows_what_was_not_recorded_is_found_even_in_the_log(made: Made) -> None:
    """Were the force itself to disclose a false page: it is held against the events."""
    files = files_of(made.bundle)
    policy = verify.policy_of(f"log {made.keys.log}\nquorum none\n")
    pages = {
        "does not show what was recorded of UOF-26-000001/place": (b"identity-place", b"other"),
        "leaves out UOF-26-000001/subject_name": (b'data-of="UOF-26-000001/subject_name"', b""),
        "shows UOF-26-000001/age, which": (
            b'data-of="UOF-26-000001/subject_name"',
            b'data-of="UOF-26-000001/age"',
        ),
        "stands in it twice": (b"/subject_name", b"/place"),
        "has a script": (b"</main>", b"<script></script></main>"),
    }
    for sentence, (before, after) in pages.items():
        page = files["disclosure.html"].replace(before, after, 1)
        checking = verify.Verification({**files, "disclosure.html": page}, policy, None)
        checking.manifest = json.loads(files[MANIFEST])
        checking._signatures()
        checking.words = json.loads(files["words.json"])
        expected = {}
        for record in checking.manifest["records"]:
            expected |= checking._record(record)

        with pytest.raises(verify.WrongError) as wrong:
            checking._page(expected)

        assert sentence in wrong.value.sentence or sentence.startswith("leaves out")


# Two hundred damaged bundles (T35)


def test_every_damaged_bundle_is_refused_with_a_sentence(made: Made, check: Check) -> None:
    files = files_of(made.bundle)
    assert packed(files) == made.bundle
    accepted, unnamed = [], []

    for way, bundle, file in damaged(files):
        verdict = check(bundle)
        if verdict.code != verify.DOES_NOT_HOLD or not verdict.wrong:
            accepted.append((way, file, verdict.text))
        elif file and not any(file in one or "manifest.json" in one for one in verdict.wrong):
            unnamed.append((way, file, verdict.wrong))

    assert accepted == []
    assert unnamed == []
