from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "wangshi.figures"
    verbose_name = "县级数字"
