from django.apps import AppConfig


class DisplayConfig(AppConfig):
    name = "wangshi.display"
    verbose_name = "亮照检查"
