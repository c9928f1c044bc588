"""执照图片认得准不准: specimens drawn from invented rows, by what was done to each picture.

The recogniser is rapidocr (extra `ocr`), the specimens are tests/engine/display/specimens.py.
Beside it what the recogniser gives line by line, without layout, check digits or a second look.
Drawn pictures are not photographs: what real phones make of real licences is not told here.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.engine.display.specimens import DISTORTIONS, Specimen, invented, photographed

from wangshi.engine.display import read_shown, standing_display_law
from wangshi.engine.display.pages import PageText
from wangshi.engine.display.rapid import has_recogniser, standing_recogniser
from wangshi.engine.display.recognising import read_licence
from wangshi.engine.names import fold_name

ON = date(2026, 11, 23)
# The promises of decision 0042, over all distortions together.
FIELDS_RIGHT = 0.97
CODES_WRONG = 0.0

Way = Callable[[bytes], Mapping[str, str]]


def line_by_line(picture: bytes) -> Mapping[str, str]:
    """The lines from top to bottom, read as a pasted page is."""
    lines = sorted(standing_recogniser()(picture, None), key=lambda one: one.box.middle)
    page = PageText(tuple(one.text for one in lines), ())
    return read_shown(page, standing_display_law().sheet("enterprise"), on=ON).values


def ours(picture: bytes) -> Mapping[str, str]:
    """Laid out, the code put right, looked at again where it is unsure."""
    return read_licence(picture, standing_recogniser(), on=ON).values


def score(one: Specimen, values: Mapping[str, str]) -> Counter[str]:
    """How many items are right, wrong, missing; the code once more by itself."""
    counted: Counter[str] = Counter()
    for key, printed in one.items.items():
        said = values.get(key, "")
        fate = "missing" if not said else "right" if _same(said, printed) else "wrong"
        counted[fate] += 1
        if key == "uscc":
            counted[f"code {fate}"] += 1
    return counted


def _same(said: str, printed: str) -> bool:
    return fold_name(said) == fold_name(printed)


def measure(way: Way, distortion: str, pictures: int) -> tuple[Counter[str], float]:
    """All counts of one distortion, and the seconds of a picture in the middle."""
    counted: Counter[str] = Counter()
    took = []
    for number in range(pictures):
        one = invented(number)
        picture = photographed(one, distortion)
        begun = time.perf_counter()
        counted += score(one, way(picture))
        took.append(time.perf_counter() - begun)
    return counted, median(took)


def row(name: str, counted: Counter[str], seconds: float) -> str:
    """One line of the table."""
    items = sum(counted[one] for one in ("right", "wrong", "missing"))
    shares = "".join(f"{counted[one] / items:9.1%}" for one in ("right", "wrong", "missing"))
    codes = "".join(f"{counted[f'code {one}']:6}" for one in ("right", "wrong", "missing"))
    return f"{name:24}{shares}{codes}{seconds:9.1f}"


def main() -> int:
    """Both ways over all distortions; 1 where a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=6, help="of each distortion")
    pictures = parser.parse_args().pictures
    if not has_recogniser():
        print("rapidocr is not installed: make setup-ocr")
        return 0
    standing_recogniser()
    print(f"{pictures} drawn licences of each distortion; codes counted, items as shares\n")
    print(
        f"{'':24}{'right':>9}{'wrong':>9}{'missing':>9}{'code':>6}{'wrong':>6}{'open':>6}{'s':>9}"
    )
    whole: dict[str, Counter[str]] = {}
    for name, way in (("line by line", line_by_line), ("ours", ours)):
        total, seconds = Counter[str](), []
        for distortion in DISTORTIONS:
            counted, took = measure(way, distortion, pictures)
            total += counted
            seconds.append(took)
            if way is ours:
                print(row(f"  {distortion}", counted, took), flush=True)
        whole[name] = total
        print(row(name, total, median(seconds)), flush=True)
    told = whole["ours"]
    items = sum(told[one] for one in ("right", "wrong", "missing"))
    kept = told["right"] / items >= FIELDS_RIGHT and told["code wrong"] <= CODES_WRONG
    print(f"\n{FIELDS_RIGHT:.0%} of items right, no code wrong:", "kept" if kept else "NOT kept")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
