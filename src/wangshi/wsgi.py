"""The door of the web server."""

import os

from django.core.wsgi import get_wsgi_application

from wangshi.installation.rules import keep_rules_current

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wangshi.settings")
application = get_wsgi_application()
keep_rules_current()
