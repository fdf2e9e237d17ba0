from django.urls import path

from . import views

urlpatterns = [
    path("api/", views.reference, name="api_reference"),
    path("api/v1/openapi.json", views.openapi, name="openapi"),
]
