"""Work that outlives a request; it may be run again without harm."""

from django.utils import timezone
from django_tasks import task

from wangshi.accounts.models import Account
from wangshi.scrutiny.models import Recompute
from wangshi.scrutiny.selectors import look
from wangshi.scrutiny.services import recompute


@task()
def recompute_asked(recompute_id: int, account_id: int) -> None:
    """看一遍登记疑点."""
    asked = Recompute.objects.get(pk=recompute_id)
    by = Account.objects.get(pk=account_id)
    recompute(asked, look(timezone.localdate()), at=timezone.now(), by=by)
