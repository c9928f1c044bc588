from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "wangshi.portal"
    verbose_name = "门户"
