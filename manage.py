#!/usr/bin/env python
import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        from newsroom.command_line import run
    except ImportError:
        sys.exit(
            "Django is not installed for this Python. In the project's folder type:\n"
            "  python3 -m venv .venv && .venv/bin/pip install -e .\n"
            "and then use .venv/bin/python manage.py …"
        )
    run(sys.argv)
