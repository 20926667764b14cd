"""One file a screen: its address, its title, and layout()."""
