"""平台和检查里的几种说法: whose list a return is, how it came, how a row of a letter stands."""

from enum import StrEnum
from typing import Final


class InspectionRefused(ValueError):
    """现在不能这样办: the message says why and what to do next."""


class ReturnKind(StrEnum):
    """报送的是谁: 网络交易监督管理办法 第二十五条; 直播电商监督管理办法 第九条."""

    SHOPS = "shops"
    ROOMS = "rooms"
    MARKETERS = "marketers"


class ReturnOrigin(StrEnum):
    """怎么到本局的: the law has platforms report to their province, not to a county."""

    PROVINCE = "province"
    PLATFORM = "platform"
    OWN = "own"


class DutyFinding(StrEnum):
    """一项职责看得怎么样; without a finding it has not been looked at."""

    MET = "met"
    NOT_MET = "not_met"


class Answer(StrEnum):
    """平台对一行的回音, and what an officer then saw."""

    HELPED = "helped"
    REMOVED = "removed"
    REFUSED = "refused"
    CORRECTED = "corrected"
    UNCORRECTED = "uncorrected"


FROM_THE_PLATFORM = (Answer.HELPED, Answer.REMOVED, Answer.REFUSED)
SEEN_BY_US = (Answer.CORRECTED, Answer.UNCORRECTED)

KIND_TITLES = {
    ReturnKind.SHOPS: "平台内经营者",
    ReturnKind.ROOMS: "直播间运营者",
    ReturnKind.MARKETERS: "直播营销人员（主播）",
}
ORIGIN_TITLES = {
    ReturnOrigin.PROVINCE: "省局共享",
    ReturnOrigin.PLATFORM: "平台自愿另送一份",
    ReturnOrigin.OWN: "执法中向平台调取",
}
FINDING_TITLES = {DutyFinding.MET: "做到", DutyFinding.NOT_MET: "没做到"}
ANSWER_TITLES = {
    Answer.HELPED: "平台说已督促改正",
    Answer.REMOVED: "平台说已下架、关店",
    Answer.REFUSED: "平台没有采取措施",
    Answer.CORRECTED: "复看已改好",
    Answer.UNCORRECTED: "复看没有改",
}
# What a row says; two rows of one key with the same of all these say the same.
SAID: Final = {
    "name": "名称（姓名）",
    "uscc": "统一社会信用代码",
    "person_key": "身份证件号码",
    "address": "实际经营地址",
    "phone": "联系方式",
    "shop_name": "网店名称",
    "url": "网址链接",
    "account_id": "直播账号",
    "agency": "所属直播营销人员服务机构",
    "qualification": "专业资质、职业职务",
    "exemption_ground": "免于登记的情形",
    "over_mark": "超过额度标示",
    "turnover": "年交易额",
}
