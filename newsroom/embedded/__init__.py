"""Django's backend for SQLite, named in settings by `newsroom.embedded`, which translates each question's SQL once."""
