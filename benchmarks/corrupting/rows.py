"""名录的行: the real register where it is there, and invented rows to grow it."""

import csv
import gzip
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wangshi.engine.identifiers import make_uscc

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "enterprise_register" / "dev"
FILES = ("shaanxi.csv.gz", "national_sample.csv.gz")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余杜叶程"
LETTERS = (
    "瑞恒鑫盛华源达通泰安康宏伟嘉美丰隆万利永昌顺祥福兴金玉龙凤天宇海川山林春秋星月云风和信诚德仁义智博雅"
    "文武英杰明亮光辉东南西北中正平众创联合优佳百汇聚业成旭晨曦蓝绿青禾农园果米茶花香味食乐怡悦欣荣贵富"
)
TRADES = [
    "商贸", "贸易", "科技", "实业", "食品", "茶叶", "农业科技", "网络科技", "电子商务",
    "生物科技", "医疗器械", "服饰", "化妆品", "文化传播", "餐饮管理", "信息技术", "供应链管理",
    "农产品", "建材", "装饰工程", "物流", "汽车服务", "广告传媒", "小吃", "百货", "水果", "五金",
    "便利", "土特产", "副食",
]  # fmt: skip
FORMS = ["有限公司", "有限责任公司", "专业合作社", "经营部", "商行", "店", "店", "超市", "厂"]
STREETS = [
    "人民",
    "建设",
    "解放",
    "和平",
    "中山",
    "新华",
    "朝阳",
    "迎宾",
    "兴业",
    "文化",
    "滨河",
    "南环",
    "北环",
    "东大",
    "西大",
]


@dataclass(frozen=True)
class Row:
    """名录的一行, in the columns matching reads."""

    name: str
    uscc: str
    person: str
    address: str
    province: str
    city: str


def real_rows() -> list[Row]:
    """真实登记数据: empty where ../shared/data is not there."""
    return [row for name in FILES if (FOLDER / name).exists() for row in _read(FOLDER / name)]


def _read(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield Row(
                name=row["企业名称"],
                uscc=row["统一社会信用代码"],
                person=row["法人代表"],
                address=row["注册地址"],
                province=row["所在省份"],
                city=row["地区"],
            )


def invented_rows(count: int, places: list[tuple[str, str, str, str]], seed: int) -> Iterator[Row]:
    """虚构的行: `places` are province, city, county and the county's code, drawn evenly."""
    draw = random.Random(seed)
    for _ in range(count):
        province, city, county, code = draw.choice(places)
        head = draw.choice((city, city, county, county, province))
        if draw.random() < 0.3:
            head = head.rstrip("省市县区") or head
        middle = "".join(draw.choices(LETTERS, k=draw.choice((2, 2, 2, 3, 3, 4))))
        street = f"{draw.choice(STREETS)}路{draw.randint(1, 400)}号"
        if draw.random() < 0.4:
            street = (
                f"{draw.choice(LETTERS)}{draw.choice('河坝沟山坪岭')}镇{draw.choice(LETTERS)}家村"
            )
        yield Row(
            name=f"{head}{middle}{draw.choice(TRADES)}{draw.choice(FORMS)}",
            uscc=make_uscc(code, draw.randrange(31**6)),
            person=draw.choice(SURNAMES) + "*" * draw.choice((1, 2, 2)),
            address=f"{province}{city}{county}{street}",
            province=province,
            city=city.removesuffix("市"),
        )
