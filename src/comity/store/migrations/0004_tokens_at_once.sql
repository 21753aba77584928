-- Put tokens into their index at once. Set aside for later, as is the default, they are gone through one by one in every
-- search and check until then: loading Hart City took six times the processor time in the database.

alter index record_by_token set (fastupdate = off);
select gin_clean_pending_list('record_by_token');
