"""Where the API is described: to people at /api/, to programmes beside the version it is of."""

from django.urls import path

from . import views

urlpatterns = [
    path("api/", views.reference, name="api_reference"),
    path("api/v1/openapi.json", views.openapi, name="openapi"),
]
