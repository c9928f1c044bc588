"""督办函的表单: sent, answered."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from wangshi.accounts.models import Department
from wangshi.programme import services
from wangshi.programme.models import SupervisionLetter

from .acting import ActForm, day, words

DAYS_TO_ANSWER: Final = timedelta(days=7)


class LetterForm(ActForm):
    title, button, done = "发督办函", "发督办函", "发了，单位看得到。打印盖章的在这一页取。"
    lede = "没有办完的由系统列出，发出以后不再变"

    answer_by = day("哪天前回复", "填哪天前回复")
    words = words("另外要说的", "", "写进函里，可以空着")

    def __init__(self, *args: Any, department: Department, today: date, **options: Any) -> None:
        first = {"answer_by": today + DAYS_TO_ANSWER}
        options["initial"] = first | (options.get("initial") or {})
        super().__init__(*args, **options)
        self.department = department

    def act(self, at: datetime) -> SupervisionLetter:
        """The letter, numbered."""
        given = self.cleaned_data
        return services.send_letter(
            self.department, answer_by=given["answer_by"], words=given["words"], by=self.by, at=at
        )


class AnswerLetterForm(ActForm):
    title, button, done = "回复督办函", "回复", "回复了，创建办看得到。"
    lede = "办完的在任务里报完成；这里写总的情况"

    words = words("办得怎样", "写办得怎样，办不完的写原因和办完的日期")

    def __init__(self, *args: Any, letter: SupervisionLetter, **options: Any) -> None:
        super().__init__(*args, **options)
        self.letter = letter

    def act(self, at: datetime) -> SupervisionLetter:
        """Answered."""
        said = self.cleaned_data["words"]
        return services.answer_supervision_letter(self.letter, words=said, by=self.by, at=at)
