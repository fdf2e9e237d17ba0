"""What is the same on many pages is made once, for as long as nothing in the database changes."""

# Things remembered at a time: somebody who leafs through the whole archive may not fill the memory of the server.
MOST = 5000
MISSING = object()


def remembered(request, key, make):
    """What `make()` gives. The server hands each request a memory that is thrown away with the first change; a request
    that came without one (in a test, say) makes everything anew. Whoever gets it may not change it: it is others', too.
    """
    memory = request.META.get("newsroom.memory")
    if memory is None:
        return make()
    found = memory.get(key, MISSING)
    if found is MISSING:
        if len(memory) >= MOST:
            memory.clear()
        found = memory[key] = make()
    return found
