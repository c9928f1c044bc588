"""网店页上的证据: told by the strongroom, which this room never imports.

settings.WANGSHI_EVIDENCE_ABOUT names `told(key, account)`; what it gives only a template reads.
"""

from django.conf import settings
from django.utils.module_loading import import_string

from wangshi.accounts.models import Account
from wangshi.registry.models import Shop
from wangshi.shared.services import label


def evidence_about(shop: Shop, by: Account) -> object:
    """关于一家网店的证据, as far as the account may see it."""
    told: object = import_string(settings.WANGSHI_EVIDENCE_ABOUT)(label(shop), by)
    return told
