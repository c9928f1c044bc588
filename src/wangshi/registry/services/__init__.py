"""Verbs of the registry."""

from wangshi.accounts.services import Declined

from .exporting import ExportedEntities, export_entities
from .links import confirm_link, propose_links, reject_link
from .operators import (
    NewOperator,
    OperatorFacts,
    add_licence,
    add_live_room,
    add_permit,
    edit_operator,
    open_operator,
)
from .owners import answer_remark, bind_owner, remark_on_facts, unbind_owner
from .shops import (
    ShopFacts,
    close_shop,
    edit_shop,
    find_or_open_shop,
    link_shop,
    open_platform,
    unlink_shop,
)

__all__ = [
    "Declined",
    "ExportedEntities",
    "NewOperator",
    "OperatorFacts",
    "ShopFacts",
    "add_licence",
    "add_live_room",
    "add_permit",
    "answer_remark",
    "bind_owner",
    "close_shop",
    "confirm_link",
    "edit_operator",
    "edit_shop",
    "export_entities",
    "find_or_open_shop",
    "link_shop",
    "open_operator",
    "open_platform",
    "propose_links",
    "reject_link",
    "remark_on_facts",
    "unbind_owner",
    "unlink_shop",
]
