from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "wangshi.programme"
    verbose_name = "创建工作"
