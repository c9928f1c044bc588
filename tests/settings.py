"""The settings of an installation that lives in a folder of its own while tests run."""

import os
import tempfile
from pathlib import Path

_base = os.environ.setdefault("WANGSHI_TEST_HOME", tempfile.mkdtemp(prefix="wangshi-test-"))
os.environ["WANGSHI_HOME"] = str(Path(_base) / os.environ.get("PYTEST_XDIST_WORKER", "main"))
# The static file server warns about a folder that is not there, and warnings are errors.
(Path(os.environ["WANGSHI_HOME"]) / "static").mkdir(parents=True, exist_ok=True)

from wangshi import settings as site  # noqa: E402
from wangshi.settings import *  # noqa: E402, F403

AT_ONCE = {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
TASKS = {"default": {**site.TASKS["default"], **AT_ONCE}}
# Hashing is not what these tests are about; the strong hasher has a test of its own.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Nobody pulls the plug on a test database: what must survive kill -9 is tested with WAL on disk.
if site.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    OPTIONS = site.DATABASES["default"]["OPTIONS"]
    OPTIONS["init_command"] = OPTIONS["init_command"].replace("NORMAL", "OFF")
