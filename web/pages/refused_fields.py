"""A field of a page that is not filled in as it must be."""

from web.forms.loading import Problem


class FieldMissingError(Exception):
    """A field of the page is not filled in."""

    def __init__(self, question: str, sentence: str) -> None:
        super().__init__(sentence)
        self.problem = Problem(question=question, sentence=sentence, href=f"#{question}")
