"""What werkzeug makes of a route's pattern, made once a process: every test has an application of its own.

For each of two hundred routes it writes two functions, which make addresses, and has Python compile them:
60 ms of the 62 that an application takes. They hold nothing but the pattern, so that applications share them.
"""

from collections.abc import Callable

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]

_made: dict[tuple[object, ...], Builder] = {}
_compiled: Callable[..., Builder] = Rule._compile_builder


def _once(rule: Rule, *how: bool) -> Builder:
    # Defaults would be written into the function too, by a converter.
    if rule.defaults:
        return _compiled(rule, *how)
    key = (rule.rule, *rule._trace, how)
    if key not in _made:
        _made[key] = _compiled(rule, *how)
    return _made[key]


def share_builders() -> None:
    """Let all applications of this process share them."""
    Rule._compile_builder = _once
