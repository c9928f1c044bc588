from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "wangshi.evidence"
    verbose_name = "电子证据"
