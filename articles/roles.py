"""The roles of a newsroom, which a migration creates as groups; their permissions may be changed in the admin."""

READER = [f"view_{name}" for name in ("article", "author", "section", "issue", "page", "placement", "problem")] + [
    f"view_{name}" for name in ("contribution", "correction", "revision", "signoff", "picture", "listentry")
]
WRITER = [
    *READER, "add_apitoken", "add_article", "change_article", "add_contribution", "change_contribution",
    "delete_contribution", "add_picture", "change_picture",
]  # fmt: skip
EDITOR = [
    *WRITER, "change_any_article", "change_problem", "add_author", "change_author",
    "add_placement", "change_placement", "delete_placement", "delete_picture",
]  # fmt: skip
LISTS = ["add_listentry", "change_listentry", "delete_listentry"]
CHIEF = [
    *EDITOR, *LISTS, "delete_author", "add_section", "change_section", "amend_public_article", "withdraw_article",
    "add_correction", "change_correction", "change_issue", "change_page", "view_auditentry", "import_page",
    "view_feerate", "add_feerate", "change_feerate", "delete_feerate",
    "delete_section", "manage_accounts",
]  # fmt: skip
OPERATOR = [
    *READER, "add_apitoken", "change_apitoken", "import_page", "add_issue", "change_issue", "change_page",
    "add_section", "change_section", "view_auditentry",
]  # fmt: skip

# role: its permissions in this app
ROLES = {
    "记者": WRITER,
    "编辑": [*EDITOR, "sign_first"],
    "值班主任": [*EDITOR, *LISTS, "delete_author", "sign_second"],
    "总编辑": [*CHIEF, "sign_final"],
    "运维": OPERATOR,
}
