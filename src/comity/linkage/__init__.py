"""Who is the same: features, keys, scores with their reasons, decisions and clusters; pure, on values alone."""
