from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "wangshi.shared"
    verbose_name = "公用"
