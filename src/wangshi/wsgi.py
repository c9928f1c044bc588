"""The door of the web server."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from wangshi.installation.rules import keep_rules_current

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wangshi.settings")
application = get_wsgi_application()
# The pages first, then the rules: a visitor of the first second waits for neither.
import_module(settings.ROOT_URLCONF)
keep_rules_current()
