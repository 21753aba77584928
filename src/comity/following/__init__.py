"""What happens after an entry: followers of the log, restartable and rebuildable."""
