"""能用多少: what a visitor and the holder of a token may ask for, and how large one question is."""

from dataclasses import dataclass
from typing import Final

from wangshi.engine.tables import Limits
from wangshi.engine.tables.refusal import MEGABYTE

MOST_TITLE: Final = 500
MOST_DETAIL: Final = 20_000
MOST_ROWS: Final = 500
MOST_TABLE_CHARACTERS: Final = 200_000
MOST_FILE_BYTES: Final = 2 * MEGABYTE
MOST_BODY_BYTES: Final = 2 * MEGABYTE
# A file and the fields beside it.
MOST_UPLOAD_BYTES: Final = MOST_FILE_BYTES + 64 * 1024

# A package of evidence, and the fields beside it; larger ones are checked at home.
MOST_PACKAGE_BYTES: Final = 200 * MEGABYTE
MOST_PACKAGE_UPLOAD: Final = MOST_PACKAGE_BYTES + 64 * 1024

# Photos, a voice note, screenshots of an order, and the answers beside them.
MOST_MATERIAL_BYTES: Final = 60 * MEGABYTE

TABLE_LIMITS: Final = Limits(
    workbook_bytes=MOST_FILE_BYTES,
    text_bytes=MOST_FILE_BYTES,
    columnar_bytes=MOST_FILE_BYTES,
    inflated_bytes=12 * MEGABYTE,
    entries=200,
    columns=60,
    cells=60_000,
    line_characters=200_000,
    child_memory_bytes=512 * MEGABYTE,
    child_cpu_seconds=4,
)


@dataclass(frozen=True)
class Allowance:
    """额度: questions and characters in one stretch of time, items in one question."""

    seconds: int
    calls: int
    characters: int
    items: int


VISITOR: Final = Allowance(seconds=600, calls=40, characters=400_000, items=50)
TOKEN: Final = Allowance(seconds=600, calls=1_200, characters=20_000_000, items=1_000)
