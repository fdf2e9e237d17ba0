"""What is the same on many pages is made once, for as long as nothing in the database changes; and what is dear to find
and may be a little old, once in ten minutes."""

import time

# Things remembered at a time: somebody who leafs through the whole archive may not fill the memory of the server.
MOST = 5000
MISSING = object()
LONGER = 600  # seconds


def remembered(request, key, make):
    """What `make()` gives. The server hands each request a memory that is thrown away with the first change; a request
    that came without one (in a test, say) makes everything anew. Whoever gets it may not change it: it is others', too.
    """
    return _remembered(request.META.get("newsroom.memory"), key, make)


def remembered_longer(request, key, make):
    """What `make()` gave at most LONGER seconds ago, whatever has changed since. Only for what readers may see old: not
    for the words of a story, nor for whether they may see it."""
    period = time.monotonic() // LONGER
    return _remembered(request.META.get("newsroom.longer_memory"), (period, key), make)


def _remembered(memory, key, make):
    if memory is None:
        return make()
    found = memory.get(key, MISSING)
    if found is MISSING:
        if len(memory) >= MOST:
            memory.clear()
        found = memory[key] = make()
    return found
