from django.apps import AppConfig


class MailroomConfig(AppConfig):
    name = "wangshi.mailroom"
    verbose_name = "收发室"
