from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "wangshi.inspections"
    verbose_name = "平台与检查"
