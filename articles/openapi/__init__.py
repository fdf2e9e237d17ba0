"""The description of the API (OpenAPI 3.1), made from its code: `manage.py describe_api` writes it into openapi.json,
and a test holds that file to be what the code says. /api/ shows it to people, /api/v1/openapi.json to programmes.

The views know nothing of it: what each address takes and answers is told in operations.py.
"""
