drop table if exists floor_keyed;
create table floor_keyed (
    agb_vestiging text, agb_onderneming text, naam_aanbieder text, naam_vestiging text, postcode text, zorgpad text, diagnosegroep text,
    segment text, urgentie text, vrij text, totaal text, geteld_op timestamp,
    primary key (agb_vestiging, zorgpad, diagnosegroep, segment, urgentie, geteld_op)
)
