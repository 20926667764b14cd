-- A source may be allowed what its form allows: half a GiB, now that no delivery stands in memory whole.
alter table ops.source_transport drop constraint source_transport_max_bytes_check;
alter table ops.source_transport add constraint source_transport_max_bytes_check check (max_bytes between 1 and 536870912);
