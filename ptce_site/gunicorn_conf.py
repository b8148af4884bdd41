"""How gunicorn serves the site; docs/operator.md describes the variables."""

import multiprocessing
import os

bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
worker_class = "ptce_site.gunicorn_worker.Worker"
workers = int(os.environ.get("WEB_CONCURRENCY", min(4, multiprocessing.cpu_count())))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 10
keepalive = 5
preload_app = False
# Long lists of filters fit in an address; 8190 is gunicorn's own limit.
limit_request_line = 8190
accesslog = os.environ.get("ACCESS_LOG") or None
loglevel = os.environ.get("LOG_LEVEL", "warning").lower()
control_socket_disable = True
