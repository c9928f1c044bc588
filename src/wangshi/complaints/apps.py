from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "wangshi.complaints"
    verbose_name = "投诉举报"
