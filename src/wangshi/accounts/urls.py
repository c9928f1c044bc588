"""The doors of this room: signing in, one's own settings, people, places, roles, records."""

from django.urls import path

from .views import audit, grants, me, people, places, sign_in

urlpatterns = [
    path("login/", sign_in.sign_in, name="login"),
    path("login/code/", sign_in.sign_in_code, name="login-code"),
    path("logout/", sign_in.sign_out, name="logout"),
    path("password/", sign_in.password, name="password"),
    path("me/", me.me, name="me"),
    path("me/keys/", me.keys, name="keys"),
    path("me/totp/", me.totp, name="totp"),
    path("me/totp/begin/", me.totp_begin, name="totp-begin"),
    path("me/totp/drop/", me.totp_drop, name="totp-drop"),
    path("me/totp/picture.svg", me.totp_picture, name="totp-picture"),
    path("roles/", people.roles, name="roles"),
    path("accounts/", people.accounts, name="accounts"),
    path("accounts/new/", people.account_new, name="account-new"),
    path("accounts/<int:pk>/", people.account_page, name="account"),
    path("accounts/<int:pk>/edit/", people.account_edit, name="account-edit"),
    path("accounts/<int:pk>/stop/", people.account_stop, name="account-stop"),
    path("accounts/<int:pk>/restart/", people.account_restart, name="account-restart"),
    path("accounts/<int:pk>/unlock/", people.account_unlock, name="account-unlock"),
    path(
        "accounts/<int:pk>/reset-password/",
        people.account_reset_password,
        name="account-reset-password",
    ),
    path("accounts/<int:pk>/reset-totp/", people.account_reset_totp, name="account-reset-totp"),
    path("departments/", places.departments, name="departments"),
    path("departments/new/", places.department_new, name="department-new"),
    path("departments/<int:pk>/", places.department, name="department"),
    path("towns/", places.towns, name="towns"),
    path("towns/<int:pk>/", places.town, name="town"),
    path("towns/<int:pk>/grids/", places.grid_new, name="grid-new"),
    path("grants/", grants.grants, name="grants"),
    path("grants/<int:pk>/", grants.account_grants, name="account-grants"),
    path("grants/end/<int:pk>/", grants.grant_end, name="grant-end"),
    path("audit/", audit.audit, name="audit"),
    path("audit/check/", audit.audit_check, name="audit-check"),
]
