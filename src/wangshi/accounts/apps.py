from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "wangshi.accounts"
    verbose_name = "人员与权限"
