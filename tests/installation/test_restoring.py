"""An older backup is put back: what is missing since is declared, named with every check, kept."""

import json

import pytest
from django.conf import settings

from tests.shared.test_audit import forge_from, sql, written
from wangshi.accounts.policy import Refused
from wangshi.accounts.services import Declined, declare_restore, system_account
from wangshi.engine.cli_chinese import Refused as CommandRefused
from wangshi.installation import checking, restoring
from wangshi.shared.anchors import ANCHOR_FILE, RESTORED
from wangshi.shared.audit import check_chain, declared_restores
from wangshi.shared.models import AuditHead, AuditRecord
from wangshi.shared.services import record

pytestmark = pytest.mark.django_db(transaction=True)
BACKED_UP, MORE = 6, 4


def put_back(number: int) -> None:
    """The database as it was when it had so many records; the notes outside stay."""
    AuditRecord.objects.filter(sequence__gt=number).delete()
    last = AuditRecord.objects.get(sequence=number)
    AuditHead.objects.update(sequence=number, sha256=last.sha256, sm3=last.sm3)


@pytest.fixture
def restored(db) -> int:
    """A backup of so many records is put back where there had been four more."""
    system_account()
    written(BACKED_UP - 1)
    written(MORE)
    put_back(BACKED_UP)
    return BACKED_UP


def findings() -> list[str]:
    return [finding.message for finding in checking._audit()]


def test_the_check_says_what_it_looks_like_and_what_to_run(restored):
    words = findings()
    assert any("第 7 到 10 号记录不见了" in each for each in words)
    assert any("像是恢复了旧的备份" in each and "wangshi restored" in each for each in words)


def test_a_declared_restore_is_a_record_and_is_told_with_every_check(restored):
    declared = restoring.declare("硬盘坏了，恢复 11 月 20 日的备份")
    assert (declared.gap.kept, declared.gap.last, declared.gap.lines) == (6, 10, MORE)
    assert check_chain() == ()
    line = AuditRecord.objects.get(verb="audit.restored")
    assert line.sequence == declared.record == 7
    assert line.facts["reason"] == "硬盘坏了，恢复 11 月 20 日的备份"
    words = findings()
    assert words[0] == checking.WHOLE
    assert "第 6 号以后的 4 条没有了" in words[1]
    written(9)
    assert check_chain() == ()


def test_a_restore_declared_late_is_declared_all_the_same(restored):
    written(2)  # somebody worked before the administrator thought of it
    assert check_chain() != ()
    restoring.declare("恢复备份，隔天才想起声明")
    assert check_chain() == ()
    assert AuditRecord.objects.get(verb="audit.restored").sequence == 9


def test_two_restores_are_two_declarations(restored):
    restoring.declare("第一次")
    written(3)
    put_back(8)
    restoring.declare("第二次")
    assert check_chain() == ()
    assert [each.gap.kept for each in declared_restores()] == [6, 8]


def test_what_is_changed_after_the_declaration_is_still_found(restored):
    written(2)
    restoring.declare("恢复备份")
    written(2)
    for number in (8, 10):  # one noted before the declaration, one after it
        before = AuditRecord.objects.get(sequence=number).verb
        sql("UPDATE shared_auditrecord SET verb = 'x' WHERE sequence = %s", number)
        forge_from(number, AuditRecord.objects.count())
        assert check_chain() != (), number
        sql("UPDATE shared_auditrecord SET verb = %s WHERE sequence = %s", before, number)
        forge_from(number, AuditRecord.objects.count())
    assert check_chain() == ()


def test_a_declaration_made_in_the_database_alone_explains_nothing(restored):
    facts = {"kept": 6, "last": 10, "lines": 4, "sha256": "0" * 64, "reason": "没有这回事"}
    record(None, "audit.restored", "audit", **facts)
    assert check_chain() != ()


def test_a_declaration_made_in_the_file_alone_is_a_break(restored):
    gap = {"record": 3, "kept": 6, "last": 10, "lines": 4, "sha256": "0" * 64}
    with (settings.WANGSHI_HOME / ANCHOR_FILE).open("a") as file:
        file.write(json.dumps({RESTORED: gap}) + "\n")
    assert any("声明的恢复和留底对不上" in each.message for each in check_chain())


def _nothing_was_restored() -> None:
    put_back_nothing = AuditRecord.objects.count()
    assert put_back_nothing == BACKED_UP + MORE


def _an_edit() -> None:
    sql("UPDATE shared_auditrecord SET verb = 'x' WHERE sequence = 5")


def _a_forged_chain() -> None:
    _an_edit()
    forge_from(5, BACKED_UP + MORE)


REFUSED = [
    (_nothing_was_restored, "用不着声明"),
    (_an_edit, "审计链自己就断了"),
    (_a_forged_chain, "不是恢复备份能解释的"),
]


@pytest.mark.parametrize(("what", "words"), REFUSED)
def test_only_a_restore_can_be_declared(what, words):
    system_account()
    written(BACKED_UP - 1 + MORE)
    what()
    with pytest.raises(CommandRefused, match=words):
        restoring.declare("试一试")


def test_a_reason_is_needed_and_nobody_declares_from_a_page(restored, make_account):
    with pytest.raises(Declined, match="写明理由"):
        declare_restore(reason=" ", by=system_account())
    put_back(BACKED_UP)
    with pytest.raises(Refused):
        declare_restore(reason="恢复", by=make_account("审计样例"))
