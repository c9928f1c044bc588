"""群机器人的登记表."""

from django import forms

from wangshi.accounts.models import Department
from wangshi.engine.robots import RobotKind
from wangshi.mailroom.models import KINDS, ROBOT_TITLES
from wangshi.mailroom.robot_keys import RobotKey
from wangshi.mailroom.services import RobotFacts
from wangshi.mailroom.workflow import STATE_TITLES, NewsKind

ADDRESS_LENGTH = 500


class RobotForm(forms.Form):
    """登记一个群机器人."""

    department = forms.ModelChoiceField(
        label="哪个单位的群", queryset=Department.objects.all(), empty_label="选单位"
    )
    name = forms.CharField(label="群名", max_length=60, help_text="例如 甲木所值班群")
    kind = forms.ChoiceField(
        label="哪一家",
        choices=[(one.value, title) for one, title in ROBOT_TITLES.items()],
        widget=forms.RadioSelect,
        initial=RobotKind.WECOM,
    )
    webhook_secret_address = forms.CharField(
        label="机器人的网址",
        max_length=ADDRESS_LENGTH,
        help_text="在群设置里复制，以 https:// 开头。里面有钥匙：存好以后不再显示",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    signing_secret = forms.CharField(
        label="加签密钥",
        max_length=200,
        required=False,
        help_text="钉钉选了“加签”的，填 SEC 开头的那一串；企业微信不用填",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kinds = forms.MultipleChoiceField(
        label="告诉群里哪些事",
        choices=KINDS,
        initial=[kind for kind, _ in KINDS],
        widget=forms.CheckboxSelectMultiple,
    )

    def facts(self) -> RobotFacts:
        """What was written down, for the service."""
        kept = self.cleaned_data
        return RobotFacts(
            department=kept["department"],
            name=kept["name"],
            kind=RobotKind(kept["kind"]),
            key=RobotKey(kept["webhook_secret_address"].strip(), kept["signing_secret"].strip()),
            kinds=tuple(NewsKind(kind) for kind in kept["kinds"]),
        )


class DeliveryFilter(forms.Form):
    """找投递."""

    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部"), *((one.value, title) for one, title in STATE_TITLES.items())],
    )
    robot = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
