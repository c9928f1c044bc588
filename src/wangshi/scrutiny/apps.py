from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    name = "wangshi.scrutiny"
    verbose_name = "登记核查"
