"""How many small faults our tests find: ``python -m tests.proof.mutation`` (spec: audit, 7.2, T3).

One fault at a time is put into a module, in memory and in a process of its own, and the tests of that
module are run until one fails. Which faults were survived, and why they are none, is in README.md here.
"""

import ast
import copy
import json
import os
import resource
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[2]
SURVIVORS = Path(__file__).parent / "survivors.json"
"""Each with the reason why it is no fault."""
PROOF = "tests/domain/proof"
APPLICATION = "tests/application"
MODULES = {
    "domain.proof.merkle": (f"{PROOF}/test_merkle.py",),
    "domain.proof.base64": (f"{PROOF}/test_notes.py", f"{PROOF}/test_parsing.py"),
    "domain.proof.notes": (
        f"{PROOF}/test_notes.py",
        f"{PROOF}/test_policies.py",
        f"{PROOF}/test_parsing.py",
    ),
    "domain.proof.checkpoints": (f"{PROOF}/test_notes.py", f"{PROOF}/test_parsing.py"),
    "domain.proof.inclusion": (f"{PROOF}/test_notes.py", f"{PROOF}/test_parsing.py"),
    "domain.proof.growth": ("tests/proof/test_signing.py",),
    "domain.proof.policies": (
        f"{PROOF}/test_policies.py",
        f"{PROOF}/test_policy_edges.py",
        f"{PROOF}/test_parsing.py",
    ),
    "domain.proof.asking": (f"{PROOF}/test_asking.py", f"{PROOF}/test_parsing.py"),
    "domain.proof.tiles": (f"{PROOF}/test_tiles.py", f"{PROOF}/test_merkle.py"),
    "application.leaves": (f"{APPLICATION}/test_leaves.py", f"{APPLICATION}/test_leaf_bytes.py"),
    "application.verifying": (
        f"{APPLICATION}/test_verifying.py",
        f"{APPLICATION}/test_verifying_edges.py",
    ),
}
FIRST = (
    "cryptography.hazmat.primitives.asymmetric.ed25519",
    "tests.builders",
    "application.mapper",
)
"""What the tests import that imports none of these modules, and need not be imported for each fault."""
SECONDS = 10
"""A fault may make a loop that never ends."""
SMALL = {"TESTS_SIZES": "14", "TESTS_PARSED": "600", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
QUICK = ("-x", "-q", "--noconftest", "-o", "filterwarnings=")
"""The fixtures of the whole house are not needed, and take seconds to import."""
COMPARED: dict[type[ast.cmpop], Sequence[type[ast.cmpop]]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
}


@dataclass(frozen=True)
class Fault:
    """What was changed, and where."""

    module: str
    line: int
    what: str
    tree: ast.Module


def faults(module: str) -> Iterator[Fault]:
    """Every fault of a module, one at a time."""
    whole = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text())
    for number, node in enumerate(ast.walk(whole)):
        node.number = number  # type: ignore[attr-defined]
    left_out = set(_left_out(whole))
    for node in ast.walk(whole):
        if node.number in left_out:  # type: ignore[attr-defined]
            continue
        for what, changed in _changed(node):
            tree = copy.deepcopy(whole)
            _Putting(node.number, changed).visit(tree)  # type: ignore[attr-defined]
            yield Fault(module, node.lineno, what, ast.fix_missing_locations(tree))  # type: ignore[attr-defined]


def _left_out(whole: ast.Module) -> Iterator[int]:
    """What does nothing when it runs, or only says something: annotations, decorators, sentences."""
    for node in ast.walk(whole):
        inside: list[ast.AST] = []
        if isinstance(node, ast.FunctionDef):
            arguments = (*node.args.args, *node.args.kwonlyargs)
            inside += [
                *node.decorator_list,
                *(one.annotation for one in arguments if one.annotation),
            ]
            inside += [node.returns] if node.returns else []
        elif isinstance(node, ast.ClassDef):
            inside += [*node.decorator_list, *node.bases]
        elif isinstance(node, ast.AnnAssign):
            inside.append(node.annotation)
        elif isinstance(node, ast.Raise) and node.exc is not None:
            inside.append(node.exc)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            inside.append(node)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "tell":
            inside += [one for one in node.args if isinstance(one, ast.Constant | ast.JoinedStr)]
        for one in inside:
            yield from (each.number for each in ast.walk(one))  # type: ignore[attr-defined]


def _changed(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:  # noqa: C901, PLR0912 - a table
    other = copy.deepcopy(node)
    match other:
        case ast.Compare(ops=[only]):
            for kind in COMPARED[type(only)]:
                yield f"{_name(only)} is {kind.__name__}", _with(other, ops=[kind()])
        case ast.BoolOp():
            kind = ast.Or if isinstance(other.op, ast.And) else ast.And
            yield f"{_name(other.op)} is {kind.__name__}", _with(other, op=kind())
        case ast.UnaryOp(op=ast.Not()):
            yield "not is gone", other.operand
        case ast.BinOp() | ast.AugAssign():
            kind = COMPUTED[type(other.op)]
            yield f"{_name(other.op)} is {kind.__name__}", _with(other, op=kind())
        case ast.Constant(value=bool()):
            yield f"{other.value} is {not other.value}", _with(other, value=not other.value)
        case ast.Constant(value=int()):
            for value in {other.value + 1, other.value - 1}:
                yield f"{other.value} is {value}", _with(other, value=value)
        case ast.Constant(value=str()):
            yield f"{other.value!r} is another text", _with(other, value=f"{other.value}x")
        case ast.Constant(value=bytes()):
            yield f"{other.value!r} is another text", _with(other, value=other.value + b"x")
        case ast.If() | ast.IfExp() | ast.While():
            test = ast.UnaryOp(op=ast.Not(), operand=other.test)
            yield "the condition is the opposite", _with(other, test=test)
        case ast.Raise() | ast.Continue() | ast.Break():
            yield f"{_name(other)} is gone", ast.Pass()
        case ast.Expr(value=ast.Call()):
            yield "the call is gone", ast.Pass()
        # What is false already is not made another by returning nothing.
        case ast.Return(value=value) if value is not None and not _is_false(value):
            yield "nothing is returned", _with(other, value=ast.Constant(value=None))


def _is_false(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and not value.value


def _with(node: ast.AST, **changes: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in changes.items():
        setattr(changed, name, value)
    return changed


def _name(node: ast.AST) -> str:
    return type(node).__name__


class _Putting(ast.NodeTransformer):
    """Puts one thing in the place of another."""

    def __init__(self, number: int, changed: ast.AST) -> None:
        self._number, self._changed = number, changed

    def visit(self, node: ast.AST) -> ast.AST:
        if getattr(node, "number", None) == self._number:
            return ast.copy_location(self._changed, node)
        return self.generic_visit(node)


class _Faulty(MetaPathFinder, Loader):
    """Imports one module with its fault."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        return spec_from_loader(name, self) if name == self._fault.module else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self._fault.tree, self._fault.module, "exec"), module.__dict__)


def is_survived(fault: Fault | None, tests: Sequence[str]) -> bool:
    """Whether no test fails, in a process of its own."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        os._exit(_tried(fault, tests))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def _tried(fault: Fault | None, tests: Sequence[str]) -> int:
    settings.register_profile("faults", derandomize=True, database=None, max_examples=30)
    settings.load_profile("faults")
    os.environ.update(SMALL)
    if fault is not None:
        sys.meta_path.insert(0, _Faulty(fault))
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        try:
            return int(pytest.main([*QUICK, *tests]))
        except BaseException:  # noqa: BLE001 - a module that cannot be imported is a fault that is found
            return 1


def say(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def main(modules: Sequence[str]) -> None:
    """Try every fault of some modules, and print what was survived."""
    os.chdir(ROOT)
    known = json.loads(SURVIVORS.read_text())
    every = found = 0
    for name in FIRST:
        import_module(name)
    assert not sys.modules.keys() & MODULES.keys()
    new = []
    for module in modules:
        tests = MODULES[module]
        if not is_survived(None, tests):
            sys.exit(f"The tests of {module} fail without a fault.")
        tried = survived = 0
        for fault in faults(module):
            tried += 1
            if is_survived(fault, tests):
                survived += 1
                source = (ROOT / f"{module.replace('.', '/')}.py").read_text().splitlines()
                key = f"{module}: {source[fault.line - 1].strip()}: {fault.what}"
                if key not in known:
                    new.append(key)
                say(f"survived: {key}")
        say(f"{module}: {tried - survived} of {tried} faults were found")
        every, found = every + tried, found + tried - survived
    say(f"{found} of {every} faults were found: {found / every:.1%}")
    if new:
        sys.exit(f"{len(new)} faults were survived that nobody has argued.")


if __name__ == "__main__":
    main(sys.argv[1:] or list(MODULES))
