"""
What a person sees of records: the HTML view, the text of ``scraper explain``, and the forms that other programs read.

Every module takes records and gives text; nothing here reads pages or the network.
"""
