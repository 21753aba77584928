"""What an investigator may see at once: who is joined with whom and by which records, and which incidents are alike.

Nothing here is about what a person will do: records are joined by what stands in them, incidents by how they went.
"""
