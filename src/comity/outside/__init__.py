"""How the world outside is reached: checked addresses, one request at a time, webhooks, mail, file drops, and Spark."""
