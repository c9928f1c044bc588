from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "wangshi.registry"
    verbose_name = "底数"
