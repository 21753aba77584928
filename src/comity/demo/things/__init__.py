"""Organizations, places, vehicles and telephone accounts of Hart City as several agencies entered them, with the truth.

What the models of these kinds are measured on. Like an entry of a person, an entry of a thing is written in a hurry,
shortened, misread; and beside each thing stand those that are easily taken for it and are not it.
"""
