-- one list for one line of a delivery: {column, cell} of the columns that may be told, in their order; [] when none can be read
-- kind says what is followed back: places, exclusion, closure, wait, or own (a sender's own row: all of it). Places never
-- tell total or reserved, and a wait neither counts nor stops for one insurer. The files that NZa published are open: all.
-- after: delivered_row
create function functions.lineage_cells(feed text, kind text, delivery bigint, line bigint, is_stop boolean default false) returns jsonb
language sql stable
begin atomic
    select coalesce(jsonb_agg(jsonb_build_object('column', r.column_name, 'cell', r.cell) order by r.place), '[]')
      from functions.delivered_row(lineage_cells.delivery, lineage_cells.line) r
     where lineage_cells.kind = 'own'
        or (lineage_cells.kind = 'wait' and lineage_cells.feed in ('nza_ggz_2016', 'nza_ggz_2018'))
        or r.column_name = any (case
               when lineage_cells.feed = 'capacity_csv' and lineage_cells.kind in ('places', 'exclusion', 'closure') then
                   array['zorgpad', 'diagnosegroep', 'leeftijd_van', 'leeftijd_tot', 'segment', 'urgentie', 'geteld_op']
                   || case lineage_cells.kind
                          when 'places' then array['vrij', 'verwacht_7d', 'verwacht_14d', 'verwacht_28d', 'eerste_datum']
                          when 'exclusion' then array[
                              'crisisgevoeligheid', 'agressie', 'suicidaliteit', 'psychosegevoeligheid', 'verstandelijke_beperking',
                              'verslaving', 'eetstoornis', 'cognitief', 'juridisch_kader', 'taalbarriere', 'geen_vaste_woonplaats',
                              'criteria_grond', 'criteria_geldig_tot']
                          else array['aanmeldstop', 'stop_reden', 'stop_verzekeraars', 'stop_vanaf', 'stop_tot']
                      end
               when lineage_cells.feed = 'waiting_times_csv' and lineage_cells.kind = 'wait' then
                   array['segment', 'circuit', 'diagnosegroep', 'diagnosegroep_letterlijk', 'setting', 'methode', 'peildatum',
                         'aanmeld_weken', 'behandel_weken']
                   || case when lineage_cells.is_stop then array['aanmeldstop', 'stop_tot'] else '{}'::text[] end
           end);
end;
