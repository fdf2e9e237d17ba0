import time


def until(condition, seconds):
    """Wait until another thread or process makes the condition true; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
