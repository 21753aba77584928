"""Where the parts meet: the entry point of the command line, with the example jurisdiction."""

from comity.following.running import App, run_app

__all__ = ["App", "run_app"]
