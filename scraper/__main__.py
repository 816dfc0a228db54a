"""``python -m scraper``: the same as the command ``scraper``."""

from .commands import main

main()
