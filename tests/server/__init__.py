"""Servers of our own on loopback, for tests: real sockets, nothing leaves the machine."""
