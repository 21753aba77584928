"""All that anyone can do: one verb a module, the only way in and out."""
