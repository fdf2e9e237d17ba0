"""The OpenAPI 3.1 description that drf-spectacular generates from the code. `manage.py describe_api` writes
openapi.json; a test fails if the file is out of date. It is served at /api/v1/openapi.json and, as a page, at /api/."""
