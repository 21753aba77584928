"""Records that the platform and its governance keep about themselves."""
