-- What a workbook that was sent on a page held, so that its refused cells can be corrected there.

alter table raw.receipt add column table_csv bytea;
alter table raw.receipt alter column table_csv set storage external;
comment on column raw.receipt.table_csv is
    'the table of a workbook of which rows were refused, as CSV with the same lines, BSN-like numbers masked; it goes with the bytes of its delivery. Null for any other payload, and for a table too large to be sent on a page';
create index receipt_by_delivery on raw.receipt (delivery_id) where delivery_id is not null;
