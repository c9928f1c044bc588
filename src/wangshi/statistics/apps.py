from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "wangshi.statistics"
    verbose_name = "统计"
