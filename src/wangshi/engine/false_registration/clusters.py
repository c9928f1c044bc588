"""连成一片: connected components over what records share; what everybody shares joins nobody."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from wangshi.engine.false_registration.indexed import Held, Indexed, Node
from wangshi.engine.false_registration.keys import person_key
from wangshi.engine.false_registration.records import MOST_ROWS, Field, Finding, Kind, Row
from wangshi.engine.false_registration.signs import Signs

JOINING: Final = (Field.CODE, Field.PHONE, Field.PAYEE, Field.ADDRESS, Field.PICTURE)
_SAME: Final = {
    Field.CODE: "同一个代码",
    Field.PHONE: "同一个电话",
    Field.PAYEE: "同一个收款人",
    Field.ADDRESS: "同一处地址",
    Field.PICTURE: "同一张照片",
    Field.PERSON: "同一个人名",
}


@dataclass
class _Members:
    """一片: its rows, its operators, and by which fields different owners are held together."""

    rows: dict[Row, None] = field(default_factory=dict)
    operators: set[int] = field(default_factory=set)
    fields: set[Field] = field(default_factory=set)

    @property
    def anchor(self) -> str:
        """What it is recognised by: its oldest record, while shops around it come and go."""
        return min(f"{row.kind}:{row.key:012d}" for row in self.rows)

    def told(self) -> tuple[Row, ...]:
        """The rows in their order, as many as anybody reads."""
        ordered = sorted(self.rows, key=lambda row: (row.field, row.group, row.kind, row.key))
        return tuple(ordered[:MOST_ROWS])


def clusters(rows: Indexed, law: Signs, public: frozenset[str]) -> Iterator[Finding]:
    """一片一片的疑点: enough operators, held together by at least two kinds of the same.

    A value that more than `hub` records share, or that is known to be public, joins nobody: a
    platform's hotline or an agency's address would make one cluster of the county. A name of a
    person joins nobody either, since namesakes are many; inside a cluster it counts as a sign
    when more than half of the operators have it.
    """
    for members in _components(rows, law.limit("hub"), public):
        _add_namesakes(rows, members)
        enough = len(members.operators) >= law.limit("cluster_operators")
        if enough and len(members.fields) >= law.limit("cluster_fields"):
            yield Finding("cluster", members.anchor, _words(members), members.told())


def _components(rows: Indexed, hub: int, public: frozenset[str]) -> Iterable[_Members]:
    leader: dict[Node, Node] = {}
    joins = [
        (name, key, held)
        for name in JOINING
        for key, held in rows.held[name].items()
        if len(held) <= hub and key not in public
    ]
    for _, _, held in joins:
        for one in held:
            _join(leader, held[0].node, one.node)
    for shop in rows.register.shops:
        node, holder = (Kind.SHOP, shop.key), rows.holder(shop)
        if node in leader and holder in rows.operators:
            _join(leader, (Kind.OPERATOR, holder), node)
    return _gathered(rows, leader, joins).values()


def _gathered(
    rows: Indexed, leader: dict[Node, Node], joins: Iterable[tuple[Field, str, list[Held]]]
) -> Mapping[Node, _Members]:
    found: dict[Node, _Members] = defaultdict(_Members)
    for name, key, held in joins:
        # An operator and its own shops have one code and one phone: that says nothing.
        if len(rows.owners(held)) > 1:
            members = found[_top(leader, held[0].node)]
            members.rows.update((one.row(name, key), None) for one in held)
            members.fields.add(name)
    for node in list(leader):
        members = found[_top(leader, node)]
        if node[0] is Kind.OPERATOR:
            members.operators.add(node[1])
        else:
            members.rows.update((row, None) for row in _link(rows, node[1]))
    return {top: members for top, members in found.items() if members.fields}


def _link(rows: Indexed, shop: int) -> Iterator[Row]:
    """Whose shop it is: by an officer's word, or by the code it shows."""
    one = rows.shops[shop]
    holder = rows.operators.get(rows.holder(one))
    if holder is not None:
        yield Row(Kind.SHOP, one.key, one.name, Field.LINK, holder.name, f"{holder.key}")


def _add_namesakes(rows: Indexed, members: _Members) -> None:
    people: dict[str, list[int]] = defaultdict(list)
    for key in sorted(members.operators):
        if name := person_key(rows.operators[key].person):
            people[name].append(key)
    for name, keys in people.items():
        if len(keys) * 2 > len(members.operators):
            members.fields.add(Field.PERSON)
        if len(keys) > 1:
            for key in keys:
                one = rows.operators[key]
                row = Row(Kind.OPERATOR, key, one.name, Field.PERSON, one.person, name)
                members.rows[row] = None


def _join(leader: dict[Node, Node], one: Node, other: Node) -> None:
    first, second = _top(leader, one), _top(leader, other)
    if first != second:
        low, high = sorted((first, second))
        leader[high] = low


def _top(leader: dict[Node, Node], node: Node) -> Node:
    leader.setdefault(node, node)
    while leader[node] != node:
        leader[node] = leader[leader[node]]
        node = leader[node]
    return node


def _words(members: _Members) -> str:
    shops = len({row.key for row in members.rows if row.kind is Kind.SHOP})
    same = "、".join(words for name, words in _SAME.items() if name in members.fields)
    return f"{len(members.operators)} 个主体、{shops} 家网店，靠{same}连在一起"
