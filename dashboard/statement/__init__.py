"""/opgave: a provider tells how many places it has. Drawn by the server, so that a link of a mail opens it too."""
