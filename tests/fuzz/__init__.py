"""Mutated bytes against every reader: no crash, no hang, no broken invariant. ``python -m tests.fuzz`` runs it as long as one likes."""
