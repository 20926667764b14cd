-- one circuit for one offer: whose published wait stands for it; by pathway first, else by the age range (age_to null is no limit)
create function functions.age_circuit(care_pathway text, age_from integer, age_to integer) returns text
language sql immutable parallel safe
begin atomic
    select case
        when age_circuit.care_pathway = 'VERS' then 'addiction'
        when age_circuit.care_pathway = 'FOR' then 'forensic'
        when age_circuit.age_to < 18 then 'youth'
        when age_circuit.age_from >= 16 and age_circuit.age_to <= 26 then 'adolescents'
        when age_circuit.age_from >= 55 then 'elderly'
        else 'adults'
    end;
end;
