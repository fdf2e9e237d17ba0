"""The desk's API. Changes go through articles.editing and articles.importing, so the desk's rules and rights apply."""
