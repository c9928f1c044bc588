"""被投诉人、被举报人: the same facts for both procedures."""

from django.db import models

from wangshi.engine.jurisdiction import Respondent
from wangshi.registry.models import Operator, Shop

KIND_TITLES = {
    Respondent.IN_PLATFORM: "平台上的店",
    Respondent.PLATFORM: "平台自己",
    Respondent.SELF_SITE: "自己的网站、小程序",
    Respondent.OTHER_NETWORK: "群、朋友圈、直播间等别的网络服务",
    Respondent.OFFLINE: "实体店",
    Respondent.MCN: "直播机构",
}


class AboutSomebody(models.Model):
    """关于谁: as the letter says, and as the desk found out."""

    respondent_name = models.CharField("商家", max_length=120)
    respondent_kind = models.CharField(
        "在哪里买的", max_length=14, choices=list(KIND_TITLES.items())
    )
    respondent_address = models.CharField("商家的地址", max_length=300, blank=True)
    platform_name = models.CharField("平台", max_length=60, blank=True)
    page_url = models.URLField("网址", max_length=500, blank=True)
    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    shop = models.ForeignKey(
        Shop, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # What county is what to the matter (engine.jurisdiction.Place), as far as it is known.
    places = models.JSONField("各是哪个县", default=dict)
    reachable = models.BooleanField("公示地址联系得上", default=True)

    class Meta:
        abstract = True
