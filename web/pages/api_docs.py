"""The API in words, for whoever builds another system: made from its own document."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, render_template

from domain.access.policy import Permission
from domain.clients.scopes import Scope
from web.api import openapi
from web.security import requires

blueprint = Blueprint("api_docs", __name__)

TAGS = {
    "records": "Records",
    "reviews": "Reviews",
    "history": "History",
    "changes": "What happens",
    "codelists": "Code lists",
    "imports": "Imports",
    "reports": "Reports",
    "facts": "Facts for analysis",
    "about": "The API itself",
}


@blueprint.get("/api/docs")
@requires(Permission.EVERYBODY)
def docs() -> Any:
    """Every operation, what it takes and gives, and every problem."""
    document = openapi.document()
    return render_template(
        "api/docs.html",
        document=document,
        groups=[(title, list(_of(document, tag))) for tag, title in TAGS.items()],
        scopes=[(scope.value, scope.label) for scope in Scope],
        schemas=document["components"]["schemas"],
        filters=document["components"]["parameters"],
        refusals=document["components"]["responses"],
        kind=kind,
        name_of=name_of,
    )


def _of(document: Mapping[str, Any], tag: str) -> Iterator[dict[str, Any]]:
    """The operations of a group, with address and method, and the filters that it shares with others."""
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            if tag in said["tags"]:
                every = said["parameters"]
                yield {
                    **said,
                    "parameters": [one for one in every if "$ref" not in one],
                    "shared": [name_of(one) for one in every if "$ref" in one],
                    "path": path,
                    "method": method.upper(),
                }


def name_of(schema: Mapping[str, Any]) -> str:
    """The named schema that this one is, or is a list of; empty if it is none."""
    inner = schema.get("items", schema)
    return str(inner.get("$ref", "")).rpartition("/")[2]


def kind(schema: Mapping[str, Any]) -> str:
    """A schema in a few words."""
    if "anyOf" in schema:
        return " or ".join(kind(one) for one in schema["anyOf"])
    if name := name_of(schema):
        return f"list of {name}" if "items" in schema else name
    if "items" in schema:
        return f"list of {kind(schema['items'])}"
    if properties := schema.get("properties", {}):
        return _of_an_object(properties)
    if "enum" in schema:
        return ", ".join(str(one) for one in schema["enum"] if one is not None)
    kinds = schema.get("type", "any value")
    return " or ".join(kinds) if isinstance(kinds, list) else f"{kinds}{_bounds(schema)}"


def _of_an_object(properties: Mapping[str, Any]) -> str:
    if "absent" in properties:
        return f"absent: {', '.join(properties['absent']['enum'])}"
    return f"object of {', '.join(properties)}"


def _bounds(schema: Mapping[str, Any]) -> str:
    said = [
        f"{words} {schema[name]}"
        for name, words in (
            ("format", ""),
            ("minimum", "at least"),
            ("maximum", "at most"),
            ("maxLength", "characters at most"),
        )
        if name in schema
    ]
    return f" ({', '.join(one.strip() for one in said)})" if said else ""
