"""The worker in tests."""

import threading

from procrastinate.contrib.django import app


def work():
    """The worker, until nothing is left to do; in a thread of its own, for Playwright's loop may run in this one."""

    def run():
        with app.replace_connector(app.connector.get_worker_connector()):
            app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
