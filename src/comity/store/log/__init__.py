"""The transparency log's pure parts: the Merkle tree, signed checkpoints, tiles and proof bundles.

``tree`` is RFC 6962, ``notes`` is C2SP signed-note, tlog-checkpoint and cosignature/v1, ``tiles`` is C2SP tlog-tiles.
``bundles`` is the proof that a partner takes away. Nothing here waits, reads a clock or knows a database; and
``comity.verify``, which checks the bundles, shares no code with it.
"""
