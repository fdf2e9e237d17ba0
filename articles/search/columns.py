"""The columns that are searched. Not derived from the texts of an article: an earlier migration creates the index, when
columns of later migrations do not exist yet."""

INDEXED = ("kicker", "headline", "deck", "dateline", "body", "byline")
