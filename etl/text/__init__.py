"""How Dutch sources write things. Pure."""
