-- one row per cell of one line of a delivery, as it came (BSN-like numbers masked): the columns in their order
-- Read from the kept bytes as etl/text/table.py reads them: the separator that stands most often in the header (; before tab
-- before comma), quotes, lines by any of the three ends; UTF-8 where the line is that, else cp1252. No rows for a workbook, a
-- file in UTF-16, bytes that were not kept, or a line that is not there. `line` counts from 1, the header is the first that
-- is not empty.
create function functions.delivered_row(delivery bigint, line bigint) returns table (place integer, column_name text, cell text)
language sql stable
begin atomic
    with recursive kept as materialized (
        select string_agg(c.payload, ''::bytea order by c.chunk_number) as bytes
          from raw.delivery d
          join raw.delivery_chunk c on c.delivery_id = coalesce(d.replay_of, d.delivery_id)
         where d.delivery_id = delivered_row.delivery
    ),
    -- Latin-1 gives each byte a character, so the lines can be found before it is known how they are written.
    split as materialized (
        select string_to_array(
                   replace(replace(convert_from(kept.bytes, 'LATIN1'), E'\r\n', E'\n'), E'\r', E'\n'), E'\n') as lines
          from kept
         where substring(kept.bytes from 1 for 4) <> '\x504b0304'::bytea
           and substring(kept.bytes from 1 for 2) not in ('\xfffe'::bytea, '\xfeff'::bytea)
    ),
    part as materialized (
        select first.kind, convert_to(first.said, 'LATIN1') as bytes,
               first.said ~ ('^(?:[\u0001-\u007f]|[\u00c2-\u00df][\u0080-\u00bf]|\u00e0[\u00a0-\u00bf][\u0080-\u00bf]'
                   || '|[\u00e1-\u00ec\u00ee\u00ef][\u0080-\u00bf]{2}|\u00ed[\u0080-\u009f][\u0080-\u00bf]|\u00f0[\u0090-\u00bf][\u0080-\u00bf]{2}'
                   || '|[\u00f1-\u00f3][\u0080-\u00bf]{3}|\u00f4[\u0080-\u008f][\u0080-\u00bf]{2})*$') as is_utf8,
               first.said ~ '[\u0081\u008d\u008f\u0090\u009d]' as is_latin
          from (select 'header' as kind,
                       (select regexp_replace(one.said, '^\u00ef\u00bb\u00bf', '')
                          from unnest(split.lines) with ordinality one (said, number)
                         where one.said <> ''
                         order by one.number
                         limit 1) as said
                  from split
                union all
                select 'row', array_to_string(split.lines[delivered_row.line:delivered_row.line + 20], E'\n')
                  from split
                 where delivered_row.line between 1 and cardinality(split.lines)) first
         where first.said <> ''
    ),
    readable as materialized (
        select part.kind,
               case when part.is_utf8 then convert_from(part.bytes, 'UTF8')
                    when part.is_latin then convert_from(part.bytes, 'LATIN1')
                    else convert_from(part.bytes, 'WIN1252') end as said
          from part
    ),
    separator as materialized (
        select one.sign
          from readable,
               unnest(array[';', E'\t', ',']) with ordinality one (sign, rank),
               regexp_replace(readable.said, '"[^"]*"', '', 'g') as bare
         where readable.kind = 'header'
         order by length(bare) - length(replace(bare, one.sign, '')) desc, one.rank
         limit 1
    ),
    -- Cell by cell: a quoted one may hold the separator, a line end and doubled quotes; any other ends at the first of them.
    cut as (
        select readable.kind, 0 as place, null::text collate "C" as cell, (separator.sign || readable.said) collate "C" as rest
          from readable, separator
        union all
        select cut.kind, cut.place + 1,
               case when is_quoted.yes then replace(substring(taken.said from 2 for length(taken.said) - 2), '""', '"') else taken.said end,
               substring(cut.rest from 2 + length(taken.said))
          from cut
         cross join separator
         cross join lateral (select substring(cut.rest from 2 for 1) = '"' as yes) is_quoted
         cross join lateral (
             select coalesce(case when is_quoted.yes
                 then substring(substring(cut.rest from 2) from '^"(?:[^"]|"")*"')
                 else substring(substring(cut.rest from 2) from '^[^' || separator.sign || E'\n]*') end, '') as said
         ) taken
         where left(cut.rest, 1) = separator.sign and cut.place < 500
    )
    select head.place, coalesce(nullif(btrim(head.cell), ''), 'column_' || head.place), here.cell
      from cut head
      join cut here on here.place = head.place and here.kind = 'row'
     where head.kind = 'header' and head.place > 0
     order by head.place;
end;
