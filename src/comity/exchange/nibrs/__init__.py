"""FBI NIBRS submissions, as flat files and as NIEM messages."""
