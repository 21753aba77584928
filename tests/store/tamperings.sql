-- What is done behind the application's back, each under its name.
-- Entry 0 is a person, 45 an arrest, 75 a correction; there are 630 entries, heads at every 90, two complete tiles.

-- a charge is altered --
update entry set facts = replace(facts::text, '220', '13A')::json where seq = 45;

-- a space is added --
update entry set facts = (facts::text || ' ')::json where seq = 45;

-- a fact is taken away --
update entry set facts = '{}' where seq = 45;

-- a bit of a sealed field is flipped --
update entry set sealed = set_bit(sealed, 150, 1 - get_bit(sealed, 150)) where seq = 3;

-- a bit of a nonce is flipped --
update entry set sealed = set_bit(sealed, 5, 1 - get_bit(sealed, 5)) where seq = 3;

-- sealed fields are taken away --
update entry set sealed = '' where seq = 3;

-- sealed fields are cut short --
update entry set sealed = substring(sealed for 8) where seq = 3;

-- two records trade their sealed fields --
update entry e set sealed = o.sealed from entry o where (e.seq, o.seq) in ((3, 4), (4, 3));

-- a commitment is altered --
update entry set commitment = set_byte(commitment, 0, 255 - get_byte(commitment, 0)) where seq = 7;

-- a commitment is made anew --
update entry set facts = '{}', commitment = sha256(facts::text::bytea) where seq = 45;

-- an instant is moved by a microsecond --
update entry set recorded_at = recorded_at + interval '1 microsecond' where seq = 9;

-- another member is named --
update entry set member = 'clark' where seq = 9;

-- another agency is named --
update entry set agency = 'hart-court' where seq = 9;

-- another class is given --
update entry set class_id = (select max(class_id) from entry) where seq = 9;

-- a class that is none is given --
update entry set class_id = 99999 where seq = 9;

-- the last entry gets a class that is none --
update entry set class_id = 99999 where seq = 629;

-- a class gets another owner --
update handling_class set owner = 'hart-jail' where kind = 'person';

-- a class gets a marking --
update handling_class set markings = '{sensitive}' where kind = 'person';

-- a class gets a kind that is none --
update handling_class set kind = 'nonsense' where kind = 'person';

-- a class is deleted --
delete from handling_class where kind = 'person';

-- a version is altered --
update entry set version = 5 where seq = 75;

-- an entry is given to another record --
update entry set record = gen_random_uuid() where seq = 9;

-- a key slot is altered --
update entry set slot = slot + 1 where seq = 9;

-- a key slot beyond the keyring is named --
update entry set slot = 4000000 where seq = 9;

-- a key slot below the keyring is named --
update entry set slot = -5 where seq = 9;

-- the first entry is deleted --
delete
from entry where seq = 0;

-- an entry in the middle is deleted --
delete
from entry where seq = 100;

-- the last entry is deleted --
delete
from entry where seq = 629;

-- an entry is deleted and the gap closed --
delete
from entry where seq = 100;
update entry set seq = 100 where seq = 629;
update log_head set size = 629;

-- two entries trade places --
update entry set seq = -1 where seq = 3;
update entry set seq = 3 where seq = 4;
update entry set seq = 4 where seq = -1;

-- an entry is repeated at the end --
insert into entry select 630, gen_random_uuid(), 1, class_id, recorded_at, agency, member, slot, facts, sealed, commitment
from entry where seq = 0;
update log_head set size = 631;

-- an entry is put beyond the head --
insert into entry select 700, gen_random_uuid(), 1, class_id, recorded_at, agency, member, slot, facts, sealed, commitment
from entry where seq = 0;

-- an entry is put before the first --
insert into entry select -1, record, 0, class_id, recorded_at, agency, member, slot, facts, sealed, commitment
from entry where seq = 0;

-- a correction is undone in the current state --
update record r set seq = e.seq, version = 1
from entry e where e.record = r.id and e.version = 1 and r.version = 2;

-- a current version is altered --
update record set version = version + 1 where seq = 45;

-- a record gets another class in the current state --
update record set class_id = class_id + 1 where seq = 45;

-- a record is taken out of the current state --
delete from record where seq = 45;

-- a record is added to the current state --
insert into record select gen_random_uuid(), 100000, 1, class_id, tokens from record where seq = 45;

-- a record can be found no more --
update record set tokens = '{}' where seq = 45;

-- a record loses one of its tokens --
update record set tokens = tokens[2:] where seq = 45;

-- a record can be found by a wrong token --
update record set tokens = tokens || 1::bigint where seq = 45;

-- a name can be found no more --
delete from name_key where seq = 3;

-- a name is not found by one of its words --
delete from name_key where seq = 3 and key = (select min(key) from name_key where seq = 3);

-- a name is found by a wrong word --
insert into name_key select seq, 1, class_id from name_key where seq = 3 limit 1;

-- a name is found by the words of another --
update name_key k set key = (
    select key from name_key where seq = 5 and key not in (select key from name_key where seq = 3) limit 1
) where seq = 3 and key = (select min(key) from name_key where seq = 3);

-- a name is found by whoever may read another class --
update name_key set class_id = class_id + 1 where seq = 3;

-- a name that was corrected is found still --
insert into name_key select 0, key, class_id from name_key where seq = 3;

-- a name is found of an entry that is not there --
insert into name_key select 100000, key, class_id from name_key where seq = 3;

-- a tile is altered --
update tile set hashes = set_byte(hashes, 0, 255 - get_byte(hashes, 0)) where index = 1;

-- a tile is deleted --
delete from tile where index = 0;

-- a tile is put beyond the log --
insert into tile select 0, 9, hashes from tile where index = 0;

-- a signed root is altered --
update checkpoint set note = overlay(note
    placing case when substr(note, position(E'\n630\n' in note) + 6, 1) = 'A' then 'B' else 'A' end
    from position(E'\n630\n' in note) + 6 for 1) where size = 630;

-- a signed size is altered --
update checkpoint set note = replace(note, E'\n540\n', E'\n541\n') where size = 540;

-- a signed head is moved --
update checkpoint set size = 541 where size = 540;

-- a signature is taken away --
update checkpoint set note = split_part(note, E'\n\n', 1) || E'\n' where size = 540;

-- the newest signed head is deleted --
delete from checkpoint where size = 630;

-- the head's tree is altered --
update log_head set frontier = set_byte(frontier, 20, 255 - get_byte(frontier, 20));

-- the head's tree is no tree --
update log_head set frontier = '\x00';

-- the head is moved back --
update log_head set size = 600;

-- the head is moved on --
update log_head set size = 640;

-- numbers begin anew --
update number_series set next = 1;

-- numbers are forgotten --
delete from number_series;

-- a hand-off of nothing is owed --
insert into hand_off (subscription, seq, record, event, queued_at)
select subscription, 5000, record, event, queued_at from hand_off limit 1;

-- a hand-off that was given is altered --
update hand_off set leaf = set_byte(leaf, 3, 255 - get_byte(leaf, 3)) where number = 4;

-- a hand-off that was given is taken away --
delete from hand_off where number = 4;

-- the last hand-off that was given is taken away --
delete from hand_off where number = (select max(number) from hand_off);

-- the tree of hand-offs is cut --
update feed set sent = sent - 1;

-- a key of linkage is taken away --
update linkable set keys = keys[2:] where number = 3;

-- what linkage compares is another's --
update linkable l set features = o.features from linkable o where (l.number, o.number) in ((3, 5), (5, 3));

-- linkage forgets a record --
delete from linkable where number = 5;

-- linkage finds a record by another's key --
insert into link_key (key, number) select keys[1], 6 from linkable where number = 7;

-- a pair of linkage is of nobody --
insert into link_edge (one, other, bits) values (45, 75, 20);
