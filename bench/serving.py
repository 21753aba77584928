"""The server that is measured, as its own process: ``python -m bench.serving``, or with a file for its profile.

It is the product's server as it is, with its pages; where it listens and what it works on come from its environment.
"""

import cProfile
import sys
from time import process_time

from comity.api.server import serve
from comity.settings import read_settings
from comity.web.routes import page_routes

if __name__ == "__main__":
    if len(sys.argv) > 1:
        profile = cProfile.Profile(process_time)
        profile.runcall(serve, read_settings(), beside=page_routes)
        profile.dump_stats(sys.argv[1])
    else:
        serve(read_settings(), beside=page_routes)
