import pytest


@pytest.fixture
def read(client):
    """read("/api/v1/articles/", q="水利") -> the JSON of the response, which must be a 200."""

    def get(address, **query):
        response = client.get(address, query)
        assert response.status_code == 200, response.content.decode()
        return response.json()

    return get
