"""Work that outlives a request; it may be run again without harm."""

from django_tasks import task

from wangshi.accounts.models import Account
from wangshi.monitoring.models import Sweep
from wangshi.monitoring.services import screen_sweep


@task()
def screen_sweep_again(sweep_id: int, account_id: int) -> None:
    """重新筛查一次监测."""
    screen_sweep(Sweep.objects.get(pk=sweep_id), by=Account.objects.get(pk=account_id))
