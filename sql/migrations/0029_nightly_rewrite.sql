-- Room in the pages that every night writes again, so that a new version of a row needs no new entry in any index.
-- None of their indexes names a column that a night changes. Pages that are full already keep as they are until they are written.
alter table core.capacity_current set (fillfactor = 50);
alter table core.offer set (fillfactor = 50);
