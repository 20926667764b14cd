-- Which care pathways have offers of the social domain, told without reading the offers of all others.

create index offer_social on core.offer (care_pathway_code) where segment_code = 'social';
