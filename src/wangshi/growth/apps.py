from django.apps import AppConfig


class GrowthConfig(AppConfig):
    name = "wangshi.growth"
    verbose_name = "辅导登记"
