from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may


def test_a_grid_member_cannot_verify(grid_member):
    assert may(grid_member, Permission.REPORT_CLUE)
    assert not may(grid_member, Permission.VERIFY_CLUE)
