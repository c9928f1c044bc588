"""读 Parquet 的子进程: streams one file under limits, a batch of rows at a time."""

import sys
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from wangshi.engine.tables.worker_output import Opening, limit_self, print_opening, print_rows

_BATCH_ROWS = 1000


def main(arguments: list[str]) -> None:
    """读一份 Parquet: arguments are the path, "", bytes of memory, CPU seconds."""
    path, _sheet, memory, seconds = arguments
    limit_self(int(memory), int(seconds))
    pa.set_cpu_count(1)
    try:
        file = pq.ParquetFile(path, memory_map=False)
    except (pa.ArrowException, OSError) as error:
        print_opening(Opening(error=str(error)[:200]))
        return
    names = tuple(file.schema_arrow.names)
    print_opening(Opening(height=file.metadata.num_rows, columns=names))
    print_rows(_rows(file), start=2)


def _rows(file: pq.ParquetFile) -> Iterator[list[object]]:
    for batch in file.iter_batches(batch_size=_BATCH_ROWS, use_threads=False):
        columns = [column.to_pylist() for column in batch.columns]
        yield from map(list, zip(*columns, strict=True))


if __name__ == "__main__":
    main(sys.argv[1:])
