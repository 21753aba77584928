"""The embedded PostgreSQL: any folder of its programs, kept alive and shared by the processes that use it.

opening.py       a database by its address, or the embedded one under a home; begin here
cluster.py       one folder of data: started by the first process, stopped by the last
supervising.py   notices the server's death and restarts it
starting.py      one launch, what the dead left behind, and whether anybody answers
initializing.py  makes the data folder and writes the settings of each start
settings.py      what those settings are (pure)
sharing.py       locks that die with their holder
binaries.py      where PostgreSQL's programs are, and of which version
accounts.py      who runs the server when we are root
"""
