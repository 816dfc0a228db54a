"""Tables of the tests live in a folder of the session, never in the user's cache."""

import pytest

from scraper.settings import CleanSettings


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder for tables; each is made once in a session."""
    return str(tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="session")
def settings(cache: str) -> CleanSettings:
    """The default settings with that folder."""
    return CleanSettings(cache_dir=cache)
