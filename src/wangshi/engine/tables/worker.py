"""子进程的另一端: start a parser in a process of its own and take its rows off a pipe."""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from wangshi.engine.tables.refusal import Limits, TableRefused
from wangshi.engine.tables.table import Line
from wangshi.engine.tables.worker_output import Opening

_SOURCES = Path(__file__).parents[3]
_PARSERS = {"sheet_worker": "python_calamine", "parquet_worker": "pyarrow"}
_AS_CSV = "用表格软件打开，另存为 CSV（UTF-8）后再上传"


@dataclass(frozen=True)
class Glimpse:
    """看到的一眼: what was opened, and its first rows."""

    opening: Opening
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Parser:
    """解析器: which worker reads which file, and the sheet, if one is wanted."""

    module: str
    path: Path
    sheet: str
    limits: Limits

    def glimpse(self) -> Glimpse:
        """打开看一眼: sheet names, row count, columns and the first rows; the rest stays unread."""
        with _started(self) as pipe:
            opening = self._read_opening(pipe)
            return Glimpse(opening, tuple(_lines(pipe.readline())))

    def lines(self) -> Iterator[Line]:
        """逐行读: from the pipe, a batch in memory at a time."""
        with _started(self) as pipe:
            self._read_opening(pipe)
            for batch in pipe:
                yield from _lines(batch)

    def _read_opening(self, pipe: IO[str]) -> Opening:
        first = pipe.readline()
        if not first:
            raise _gave_up()
        opening = Opening(**json.loads(first))
        if opening.error:
            raise TableRefused("damaged", "这个文件是坏的，读不出表格", _AS_CSV)
        return opening


def _lines(batch: str) -> Iterator[Line]:
    if batch and not batch.endswith("\n"):
        raise _gave_up()
    for number, cells in json.loads(batch or "[]"):
        yield Line(number, cells)


def _gave_up() -> TableRefused:
    return TableRefused("too_heavy", "这个文件展开后太大或者已经损坏，读不下去了", _AS_CSV)


@contextmanager
def _started(parser: Parser) -> Iterator[IO[str]]:
    if importlib.util.find_spec(_PARSERS[parser.module]) is None:
        raise TableRefused(
            "not_installed", "这台机器没有装读这种文件的组件", "改用 CSV，或请管理员按安装说明补装"
        )
    limits = parser.limits
    arguments = [
        *(sys.executable, "-P", "-m", f"wangshi.engine.tables.{parser.module}"),
        *(str(parser.path.absolute()), parser.sheet),
        *(str(limits.child_memory_bytes), str(limits.child_cpu_seconds)),
    ]
    # Our own interpreter, our own module, no shell: the path is one argument among others.
    with subprocess.Popen(  # noqa: S603
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        encoding="utf-8",
    ) as child:
        ended = False
        try:
            if child.stdout is None:
                raise AssertionError("the pipe was asked for")
            yield child.stdout
            ended = child.stdout.read(1) == ""
        finally:
            if not ended:
                child.kill()
    if ended and child.returncode != 0:
        raise _gave_up()


def _environment() -> dict[str, str]:
    paths = [str(_SOURCES), os.environ.get("PYTHONPATH", "")]
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
        "PYTHONUTF8": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "MALLOC_ARENA_MAX": "2",
        "OMP_NUM_THREADS": "1",
    }
