-- the Dutch sentence of a reason, with {value}, {column}, {expected} and {found} still to be filled in
create function load.sentence(code text) returns text
language sql stable security definer set search_path = ''
begin atomic
    select r.sentence_nl from core.refusal r where r.refusal_code = code;
end;
