"""Why a verb of this room was not done."""


class Declined(Exception):
    """不能这样办: the words say why and who can; nothing was changed."""
