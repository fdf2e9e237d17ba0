"""What an archive holds, and how a row looks in it."""

import json

from django.contrib.auth import get_user_model

from articles.models import (
    Article,
    AuditEntry,
    Author,
    Contribution,
    Correction,
    FormerAddress,
    Issue,
    Page,
    Placement,
    Problem,
    Revision,
    Section,
    SignOff,
    Step,
)

FORMAT = {"archive": "newsroom", "version": 1}
# Each after those its rows point to. Left out is only who has which story open at this moment.
TABLES = {
    model._meta.model_name: model
    for model in (
        Section, Author, Issue, Page, Article, Contribution, Placement, Problem, Revision, SignOff, Correction, Step,
        AuditEntry, FormerAddress,
    )
}  # fmt: skip
# Django's own encoder would cut the moments to milliseconds.
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=lambda moment: moment.isoformat()).encode


def fields_of(model):
    return model._meta.concrete_fields


def names_person(field):
    return field.is_relation and field.related_model is get_user_model()


def times_of(model):
    """The fields that Django would fill with the present moment."""
    return [
        field.name for field in fields_of(model) if getattr(field, "auto_now", 0) or getattr(field, "auto_now_add", 0)
    ]
