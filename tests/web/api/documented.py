"""A client that knows nothing of the product but its OpenAPI document.

It finds an operation by its id, fills in the address, the parameters and the content as the document
says, refuses to send what is not in it, and reads the answer by the schema of its status.
"""

import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient


class NotDocumentedError(Exception):
    """The document does not know this."""


@dataclass(frozen=True)
class Answered:
    """An answer, as the document describes it."""

    status: int
    content: Any
    headers: dict[str, str]


class DocumentedClient:
    """Sends what the document describes."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self._client = client
        self._token = token
        answer = client.get("/api/openapi.json")
        self._document: dict[str, Any] = json.loads(answer.data)

    def call(self, operation_id: str, content: Any = None, **given: str) -> Answered:
        """Call an operation; ``given`` are its parameters, with underscores for hyphens."""
        path, method, said = self._find(operation_id)
        values = {name.replace("_", "-").lower(): value for name, value in given.items()}
        query: dict[str, str] = {}
        headers = self._credentials(said)
        for parameter in map(self._resolved, said["parameters"]):
            name = parameter["name"]
            value = values.pop(name.replace("_", "-").lower(), None)
            if value is None and name == "Idempotency-Key":
                value = self._example(parameter["schema"])
            if value is None:
                if parameter["required"]:
                    raise NotDocumentedError(f"{operation_id} needs {name}")
                continue
            if parameter["in"] == "path":
                path = path.replace(f"{{{name}}}", value)
            elif parameter["in"] == "query":
                query[name] = value
            else:
                headers[name] = value
        if values:
            raise NotDocumentedError(f"{operation_id} knows no {', '.join(values)}")
        body = None
        if "requestBody" in said:
            (kind,) = said["requestBody"]["content"]
            headers["Content-Type"], body = kind, json.dumps(content)
        answer = self._client.open(
            path, method=method.upper(), query_string=query, headers=headers, data=body
        )
        return self._read(said, answer)

    def permitted(self, schema: str, name: str) -> list[str]:
        """The codes that a property of a schema permits."""
        one = self._document["components"]["schemas"][schema]["properties"][name]
        for part in one.get("anyOf", [one]):
            if found := part.get("enum", part.get("items", {}).get("enum")):
                return list(found)
        raise NotDocumentedError(f"{schema}.{name} has no codes")

    def required(self) -> list[str]:
        """The questions that are asked of everybody and must be answered."""
        answers = self._document["components"]["schemas"]["Answers"]["properties"]
        return [
            name for name, one in answers.items() if one["x-required"] and "x-asked-when" not in one
        ]

    def _find(self, operation_id: str) -> tuple[str, str, dict[str, Any]]:
        for path, methods in self._document["paths"].items():
            for method, said in methods.items():
                if said["operationId"] == operation_id:
                    return path, method, said
        raise NotDocumentedError(operation_id)

    def _credentials(self, said: dict[str, Any]) -> dict[str, str]:
        if not said.get("security"):
            return {}
        ((name, _),) = said["security"][0].items()
        scheme = self._document["components"]["securitySchemes"][name]
        return {"Authorization": f"{scheme['scheme'].capitalize()} {self._token}"}

    def _example(self, schema: dict[str, Any]) -> str:
        if schema.get("format") != "uuid":
            raise NotDocumentedError("a key is a UUID")
        return str(uuid4())

    def _read(self, said: dict[str, Any], answer: Any) -> Answered:
        status = str(answer.status_code)
        if status not in said["responses"]:
            raise NotDocumentedError(f"{said['operationId']} answered {status}")
        described = self._resolved(said["responses"][status])
        for name in described.get("headers", {}):
            if name not in answer.headers:
                raise NotDocumentedError(f"{said['operationId']} gave no {name}")
        if "content" not in described:
            return Answered(answer.status_code, None, dict(answer.headers))
        if answer.mimetype not in described["content"]:
            raise NotDocumentedError(f"{said['operationId']} gave {answer.mimetype}")
        content = json.loads(answer.data)
        self._check(content, described["content"][answer.mimetype]["schema"], said["operationId"])
        return Answered(answer.status_code, content, dict(answer.headers))

    def _check(self, content: Any, schema: dict[str, Any], where: str) -> None:
        """That everything required is there, and nothing that is not described, at every depth."""
        schema = self._resolved(schema)
        if content is not None and {"type": "null"} in schema.get("anyOf", ()):
            (schema,) = (self._resolved(one) for one in schema["anyOf"] if one != {"type": "null"})
        if isinstance(content, list):
            for one in content:
                self._check(one, schema.get("items", {}), where)
        if not isinstance(content, dict) or "properties" not in schema:
            return
        missing = set(schema.get("required", ())) - set(content)
        unknown = set(content) - set(schema["properties"])
        if missing or unknown:
            raise NotDocumentedError(f"{where}: {missing} missing, {unknown} unknown")
        for name, value in content.items():
            self._check(value, schema["properties"][name], f"{where}.{name}")

    def _resolved(self, part: dict[str, Any]) -> dict[str, Any]:
        reference = part.get("$ref")
        if reference is None:
            return part
        found: Any = self._document
        for step in re.findall(r"[^#/]+", reference):
            found = found[step]
        resolved: dict[str, Any] = found
        return resolved
