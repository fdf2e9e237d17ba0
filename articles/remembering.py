"""What is the same on every page is made once, for as long as nothing in the database changes."""

MOST = 5000


def remembered(request, key, make):
    """What `make()` gives. The server hands each request a memory that is thrown away with the first change; a request
    that came without one (in a test, say) makes everything anew."""
    memory = request.META.get("newsroom.memory")
    if memory is None:
        return make()
    if key not in memory:
        if len(memory) >= MOST:  # somebody leafs through the whole archive
            memory.clear()
        memory[key] = make()
    return memory[key]
