import json

from django.contrib.auth import get_user_model

from articles import models

FORMAT = {"archive": "newsroom", "version": 1}
ORIGINAL = "original"
# Each follows the tables it refers to. Accounts, tokens, kept answers of the API, preview links and open stories are
# left out. So are readers' reports, because they are deleted after 90 days and archive files are kept. The latest
# changes are derived from the stories.
TABLES = {
    model._meta.model_name: model
    for model in (
        models.Section, models.Author, models.Issue, models.Page, models.Article, models.Contribution, models.Placement,
        models.Problem, models.Revision, models.SignOff, models.Correction, models.Step, models.AuditEntry,
        models.FormerAddress, models.Picture, models.PictureCredit, models.PictureUse,
        models.Facsimile, models.Note, models.FeeRate, models.ListEntry, models.Dismissal,
    )
}  # fmt: skip
# Django's encoder would truncate times to milliseconds.
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=lambda moment: moment.isoformat()).encode


def is_user(field):
    return field.is_relation and field.related_model is get_user_model()


def joined(model):
    """The many-to-many fields without a `through` model of their own."""
    return [field for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created]
