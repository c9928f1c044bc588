"""规则包: every example of every rule, on both engines; what the loader refuses."""

import pytest

from wangshi.engine.screening import Item, Screener, load_rules

BOOK = load_rules()
SCREENERS = {name: Screener(BOOK, name) for name in ("hyperscan", "portable")}
EXAMPLES = [
    pytest.param(rule.id, example, wanted, id=f"{rule.id}-{kind}-{number}")
    for rule in BOOK.rules
    for kind, wanted, examples in (("hit", True, rule.positive), ("miss", False, rule.negative))
    for number, example in enumerate(examples)
]


@pytest.mark.parametrize(("rule_id", "example", "wanted"), EXAMPLES)
def test_every_example_is_judged_as_its_rule_says(rule_id, example, wanted):
    item = Item(
        id="x",
        text=example.text,
        product=example.product,
        context=example.context,
        price=example.price,
    )
    for name, screener in SCREENERS.items():
        found = {hit.rule for hit in screener.screen(item)}
        assert (rule_id in found) is wanted, (name, example.text)
