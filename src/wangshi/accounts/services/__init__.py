"""What may be done with people, roles and places; every verb leaves one audit record."""

from .command_line import system_account
from .counties import County, SetUp, county_file, read_county, set_up_county
from .declined import Declined
from .grants import end_role, grant_role, obstacle
from .own import (
    begin_totp,
    change_password,
    confirmed_totp,
    drop_totp,
    enrol_totp,
    note_lockout,
    note_sign_in,
    set_keys,
    totp_address,
    totp_key,
    waiting_totp,
)
from .people import (
    Opened,
    Person,
    edit_account,
    first_password,
    open_account,
    reset_password,
    reset_totp,
    restart_account,
    stop_account,
    unlock_account,
)
from .places import (
    TownFacts,
    Unit,
    edit_department,
    edit_town,
    open_department,
    open_grid,
)

__all__ = [
    "County",
    "Declined",
    "Opened",
    "Person",
    "SetUp",
    "TownFacts",
    "Unit",
    "begin_totp",
    "change_password",
    "confirmed_totp",
    "county_file",
    "drop_totp",
    "edit_account",
    "edit_department",
    "edit_town",
    "end_role",
    "enrol_totp",
    "first_password",
    "grant_role",
    "note_lockout",
    "note_sign_in",
    "obstacle",
    "open_account",
    "open_department",
    "open_grid",
    "read_county",
    "reset_password",
    "reset_totp",
    "restart_account",
    "set_keys",
    "set_up_county",
    "stop_account",
    "system_account",
    "totp_address",
    "totp_key",
    "unlock_account",
    "waiting_totp",
]
