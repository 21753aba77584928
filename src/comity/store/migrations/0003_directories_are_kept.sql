-- Directories are what past decisions rested on: like entries and signed heads, they are not emptied in one sweep either.

create trigger directory_is_kept before truncate on directory_version
    for each statement execute function refuse('directories are kept');
