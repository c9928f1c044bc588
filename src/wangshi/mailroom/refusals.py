"""没有收: why a message did not get through."""


class NotTaken(Exception):
    """对方没有收: `hopeless` where another attempt would be of no use."""

    def __init__(self, words: str, *, hopeless: bool = False) -> None:
        super().__init__(words)
        self.hopeless = hopeless
