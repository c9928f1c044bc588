from django.apps import AppConfig


class PenaltiesConfig(AppConfig):
    name = "wangshi.penalties"
    verbose_name = "行政处罚"
