from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Newspaper")

    def ready(self):
        from . import checks  # noqa: F401  registers the system checks
        from .editing import accounts, signing_in  # noqa: F401  connect signal receivers
        from .facsimiles import signals as facsimiles
        from .search import signals

        signals.connect()
        facsimiles.connect()
