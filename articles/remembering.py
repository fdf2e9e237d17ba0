"""What is the same on every page is made once, for as long as nothing in the database changes."""


def remembered(request, key, make):
    """What `make()` gives. The server hands each request a memory that is thrown away with the first change; a request
    that came without one (in a test, say) makes everything anew."""
    memory = request.META.get("newsroom.memory")
    if memory is None:
        return make()
    if key not in memory:
        memory[key] = make()
    return memory[key]
