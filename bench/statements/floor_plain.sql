drop table if exists floor_plain;
create unlogged table floor_plain (
    agb_vestiging text, agb_onderneming text, naam_aanbieder text, naam_vestiging text, postcode text, zorgpad text, diagnosegroep text,
    segment text, urgentie text, vrij text, totaal text, geteld_op timestamp
)
