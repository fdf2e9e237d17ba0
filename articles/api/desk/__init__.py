"""The desk's API: drafts, page texts, sign-offs, withdrawals and corrections on behalf of the token's owner. All
changes go through articles.editing and articles.importing, so the desk's rules and rights apply."""
