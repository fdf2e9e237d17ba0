"""The desk for programs: drafts, page texts, sign-offs, withdrawals and corrections, in the name of a member of the
staff. Everything goes through articles.editing and articles.importing, so that the desk's own rules and rights apply.
"""
