-- keep the table of a workbook that was sent on a page and of which rows were refused, so that its cells can be corrected there
create function load.keep_table(delivery bigint, table_csv bytea) returns void
language sql security definer set search_path = ''
begin atomic
    update raw.receipt r set table_csv = keep_table.table_csv where r.delivery_id = keep_table.delivery;
end;
