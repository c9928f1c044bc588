from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "wangshi.monitoring"
    verbose_name = "监测"
