"""Runs scraper's command line from a checkout: ``python cli.py crawl URL``."""

from scraper.commands import main

if __name__ == "__main__":
    main()
