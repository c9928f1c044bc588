"""学出随产品发布的权重: without labels from seeded shops, calibrated on other seeded shops."""

from collections.abc import Iterator
from dataclasses import replace

from corrupting import first
from corrupting.first import Made
from corrupting.rows import Row

from wangshi.engine.matching import (
    SHOP_BATCH,
    Judged,
    Matcher,
    Register,
    calibrate,
    first_guess,
    learn,
    make_register,
    to_json,
)
from wangshi.engine.matching.building import BATCH
from wangshi.engine.matching.columns import sheet_of
from wangshi.engine.matching.records import batches
from wangshi.engine.matching.weights import STANDING_FILE

LEARNED, CALIBRATED = 20_000, 40_000
ORIGIN = (
    "偶然相同的比例从登记名录自身学，真对的比例由 EM 从种子生成的网店学，不用答案；"
    "校准用另一批种子生成的网店"
)


def learn_standing_model(members: list[Row], strangers: list[Row]) -> None:
    """学习: writes model.json beside the code and says its fingerprint."""
    rows = ({name: [getattr(row, name) for row in some] for name in Row.__dataclass_fields__}
            for some in _pieces(members, BATCH))  # fmt: skip
    register = make_register(rows)
    shops = first.make_shops(members, strangers, LEARNED, 101)
    model = learn(register, sheet_of([one.shop for one in shops]), first_guess())
    model = calibrate(model, list(judged(register, model, members, strangers)))
    model = replace(model, origin=ORIGIN)
    STANDING_FILE.write_text(to_json(model) + "\n", "utf-8")
    print(f"写好 {STANDING_FILE.name}，指纹 {model.fingerprint[:16]}")


def judged(
    register: Register, model: object, members: list[Row], strangers: list[Row]
) -> Iterator[Judged]:
    """判定: the likeliest operator of each seeded shop, and whether it was made of that one."""
    matcher = Matcher(register, model)
    made = first.make_shops(members, strangers, CALIBRATED, 102)
    truths = iter(made)
    for some in batches((one.shop for one in made), SHOP_BATCH):
        matches = matcher.match_sheet(sheet_of(some))
        for row in range(len(matches)):
            truth: Made = next(truths)
            operator, evidence = matches.operator(row), matches.judged(row, right=True)
            if operator is not None and evidence is not None:
                right = bool(truth.truth) and register.value("uscc", operator) == truth.truth
                yield replace(evidence, right=right)


def _pieces(rows: list[Row], size: int) -> Iterator[list[Row]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
