-- Names by their words and by pairs of words, so that a misspelled name is found by the spellings that there are; and
-- places by their words, so that what refers to a place is found by it.
--
-- A key is the keyed token of a word, or a mix of two tokens of one record: it tells nothing without the key of tokens.
-- The index gives the newest entries of each key in order, so that a common name costs a page and not a posting list.

create table name_key (
    seq      bigint not null,
    key      bigint not null,
    class_id int    not null,
    primary key (seq, key)
);
comment on table name_key is 'By which words, and pairs of words, of its names, and by which words of its places a current record is found. Derived from entry.';
create index name_key_by_key on name_key (key, seq desc) include (class_id);

grant select on name_key to comity_reader;
