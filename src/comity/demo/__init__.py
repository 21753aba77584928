"""Hart City, the example jurisdiction: invented people, a real record.

``load_hart_city`` fills a node, ``cast_tokens`` and ``signing_in`` let the standing cast in, ``play`` shows an arrest.
"""

from comity.demo.cast import cast_tokens, signing_in
from comity.demo.loading import Progress, Summary, load_hart_city
from comity.demo.playing import play

__all__ = ["Progress", "Summary", "cast_tokens", "load_hart_city", "play", "signing_in"]
