"""The contract between the programs: schema, rules, metrics, and the functions that read and write them."""
