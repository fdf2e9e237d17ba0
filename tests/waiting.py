import time


def until(condition, seconds):
    """Wait for what another thread or process brings about, but no longer than so many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
