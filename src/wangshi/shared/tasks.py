"""Work that outlives a request; each task may be run again without harm."""

from django_tasks import task

from wangshi.shared.imports import check, run


@task()
def check_import(batch_id: int) -> None:
    """试算."""
    check(batch_id)


@task()
def run_import(batch_id: int) -> None:
    """导入."""
    run(batch_id)
