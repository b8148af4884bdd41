"""The site, for a WSGI server."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ptce_site.settings")

application = get_wsgi_application()
for name in settings.WARM_UP:
    import_string(name)()

# What is loaded by now lives as long as the process: the collector need not look at it again (docs/decisions/0012).
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
