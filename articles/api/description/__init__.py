"""The description of the API (OpenAPI 3.1), made by drf-spectacular from the views, filters and serializers.

`manage.py describe_api` writes it to openapi.json, and a test fails if that file differs from the code. People read it
at /api/, programs at /api/v1/openapi.json.
"""
