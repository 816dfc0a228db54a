"""The network: one request at a time, behind guards, with manners."""
