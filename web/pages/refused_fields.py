"""A field of a page that is not filled in as it must be."""

from typing import Any

from flask import request

from web.forms.loading import Problem


class FieldMissingError(Exception):
    """A field of the page is not filled in."""

    def __init__(self, question: str, sentence: str) -> None:
        super().__init__(sentence)
        self.problem = Problem(question=question, sentence=sentence, href=f"#{question}")


def code(name: str, codes: type[Any], sentence: str) -> Any:
    """A member of a code list as the form has it.

    Raises:
        FieldMissingError: it is none of them.

    """
    try:
        return codes(request.form.get(name, ""))
    except ValueError:
        raise FieldMissingError(name, sentence) from None
