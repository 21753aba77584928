"""How the world outside is reached: checked addresses, one request at a time, signed webhooks, mail and file drops."""
