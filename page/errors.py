"""What can stop the page from being made, with what a person does next."""

from texts import translated, with_fix


class PageError(Exception):
    """Nothing that the page could show is published: `what` happened and its `fix`, without data."""

    def __init__(self, what: str, *, fix: str) -> None:
        super().__init__(with_fix(what, translated(fix)))
        self.what = what
        self.fix = translated(fix)
