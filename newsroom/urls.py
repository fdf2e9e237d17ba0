from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    # Readers first: a path is tried against all patterns before its own.
    path("", include("articles.site.urls")),
    path("admin/", admin.site.urls),
    path("", include("articles.api.description.urls")),
    path("", include("articles.api.desk.urls")),
    path("", include("articles.api.urls")),
]

handler400 = "newsroom.errors.bad_request"
handler403 = "newsroom.errors.permission_denied"
handler404 = "newsroom.errors.page_not_found"
handler500 = "newsroom.errors.server_error"
