create database {name} template {template} owner {owner}
