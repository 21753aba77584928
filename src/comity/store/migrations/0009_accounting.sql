-- Find what has been corrected without going through all that has not: an accounting looks at earlier versions too.

create index record_corrected on record (class_id) where version > 1;
