"""How names are spelled: in Latin letters, by ear, in short forms, in parts, and by those who do not know them."""
