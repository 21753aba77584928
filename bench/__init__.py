"""Measures Comity beside its peers on the machine at hand: ``python -m bench``, or ``python -m bench NAME``."""
